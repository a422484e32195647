/** The days of the week in the reader's language; 1 is Monday. */
import { useLingui } from "@lingui/react";
import { localeTag } from "@/lib/i18n";

const A_MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

export function useWeekdays(): { value: string; label: string }[] {
  useLingui();
  const format = new Intl.DateTimeFormat(localeTag(), { weekday: "long", timeZone: "UTC" });
  return Array.from({ length: 7 }, (_, day) => ({
    value: String(day + 1),
    label: format.format(new Date(A_MONDAY + day * DAY_MS)),
  }));
}
