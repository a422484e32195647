/**
 * Instants and the clock of a place. An instant of a row is ISO 8601 text; "now" comes in as milliseconds since 1970.
 *
 * Twin: `datetime` with `zoneinfo`, and `Location.local_day` of organization/models.
 */

const DAY = 86_400_000;
const FORMATS = new Map<string, Intl.DateTimeFormat>();

/** The clock of a place at an instant. `weekday` from 1 Monday to 7 Sunday, `clock` in milliseconds since midnight. */
export interface LocalTime {
  date: string;
  weekday: number;
  clock: number;
}

/** Microseconds since 1970, as exact as rows are written. Throws: RangeError for text that is no instant. */
export function micros(instant: string): number {
  const milliseconds = Date.parse(instant);
  if (Number.isNaN(milliseconds)) throw new RangeError(`${instant} is not an instant`);
  const fraction = /\.\d{3}(\d{1,3})/.exec(instant)?.[1] ?? "";
  return milliseconds * 1000 + Number(fraction.padEnd(3, "0"));
}

/** Whether `at` lies within a period; without an end it goes on for ever. */
export function isWithin(at: number, from: string, until: string | null): boolean {
  const now = at * 1000;
  return micros(from) <= now && (until === null || micros(until) > now);
}

/** Milliseconds since midnight of a time such as 22:00 or 22:00:30. */
export function clockOf(time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(":").map(Number);
  return Math.round(((hours * 60 + minutes) * 60 + seconds) * 1000);
}

export function localTime(at: number, timezone: string): LocalTime {
  const parts = new Map(
    formatOf(timezone)
      .formatToParts(at)
      .map((part) => [part.type, Number(part.value)]),
  );
  const read = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
  const midnight = Date.UTC(read("year"), read("month") - 1, read("day"));
  const seconds = (read("hour") * 60 + read("minute")) * 60 + read("second");
  return {
    date: dateOf(midnight),
    weekday: ((new Date(midnight).getUTCDay() + 6) % 7) + 1,
    clock: seconds * 1000 + (((at % 1000) + 1000) % 1000),
  };
}

/** The business day: the local date, less one before the day starts. */
export function localDay(at: number, timezone: string, dayStartsAt: string): string {
  const { date, clock } = localTime(at, timezone);
  return clock < clockOf(dayStartsAt) ? addDays(date, -1) : date;
}

export function addDays(date: string, days: number): string {
  return dateOf(Date.parse(date) + days * DAY);
}

/** How many days `later` lies after `earlier`. */
export function daysBetween(earlier: string, later: string): number {
  return Math.round((Date.parse(later) - Date.parse(earlier)) / DAY);
}

function dateOf(midnight: number): string {
  return new Date(midnight).toISOString().slice(0, 10);
}

function formatOf(timezone: string): Intl.DateTimeFormat {
  let format = FORMATS.get(timezone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-GB", {
      timeZone: timezone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    FORMATS.set(timezone, format);
  }
  return format;
}
