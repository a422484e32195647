/** The business days of the dashboard's periods, for the lists that prove its figures. */
const iso = (day: Date) => day.toISOString().slice(0, 10);

export function days(at: string, timeZone: string | undefined): { today: string; week: string; month: string } {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  const today = parts.format(new Date(at));
  const day = new Date(`${today}T00:00:00Z`);
  const sinceMonday = (day.getUTCDay() + 6) % 7;
  const monday = new Date(day.getTime() - sinceMonday * 86_400_000);
  return { today, week: iso(monday), month: `${today.slice(0, 8)}01` };
}
