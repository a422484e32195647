/** What reports reckon beside the server's figures: days, sums of rows, and how a period stands beside the one before. */
import Big from "big.js";
import { changePercent } from "@/lib/decimals";

const DAY_MS = 86_400_000;

/** `days` after a day, or before it. */
export function shifted(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The period of the same length that ends on the day before. */
export function periodBefore(from: string, to: string): { date_from: string; date_to: string } {
  const length = Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;
  return { date_from: shifted(from, -length), date_to: shifted(from, -1) };
}

export function isDay(value: string | undefined): value is string {
  return /^\d{4}-\d\d-\d\d$/.test(value ?? "") && !Number.isNaN(Date.parse(value ?? ""));
}

/** The day that it is at a place. */
export function today(now: Date, timeZone: string | undefined): string {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  return parts.format(now);
}

export const total = (values: readonly string[]): string =>
  values.reduce((sum, value) => sum.plus(value), new Big(0)).toFixed();

/** The sum of one figure over rows; undefined where a row keeps it to itself. */
export function sumOf<T>(rows: readonly T[], figure: (row: T) => string | null): string | undefined {
  const values = rows.map(figure);
  return values.some((value) => value === null) ? undefined : total(values as string[]);
}

export interface Change {
  direction: "more" | "less" | "same" | "new";
  /** Without its sign. */
  percent: string;
}

/** How a figure stands beside that of before. */
export function change(then: string, now: string): Change {
  const told = changePercent(then, now);
  if (told === undefined) return { direction: new Big(now).eq(0) ? "same" : "new", percent: "0" };
  const direction = new Big(told).eq(0) ? "same" : told.startsWith("-") ? "less" : "more";
  return { direction, percent: told.replace("-", "") };
}

/** The rows with the largest figures, and all others together where there are some. */
export function topAndRest<T>(rows: readonly T[], figure: (row: T) => string, most: number) {
  const sorted = [...rows].sort((one, other) => new Big(figure(other)).cmp(figure(one)));
  const rest = sorted.slice(most);
  return { top: sorted.slice(0, most), rest: rest.length, restTotal: total(rest.map(figure)) };
}

interface HourTold {
  hour: string;
  sales: string;
  transactions: number;
}

const clock = (told: HourTold) => Number(/[T ]?(\d\d):/.exec(told.hour)?.[1] ?? 0);

/** The hours of two days side by side. */
export function sideBySide(now: readonly HourTold[], then: readonly HourTold[]) {
  const hours = [...new Set([...now, ...then].map(clock))].sort((one, other) => one - other);
  const of = (day: readonly HourTold[], hour: number) => day.filter((told) => clock(told) === hour);
  return hours.map((hour) => {
    const [these, those] = [of(now, hour), of(then, hour)];
    return {
      hour,
      sales_count: these.reduce((sum, told) => sum + told.transactions, 0),
      gross: total(these.map((told) => told.sales)),
      before_count: those.reduce((sum, told) => sum + told.transactions, 0),
      before_gross: total(those.map((told) => told.sales)),
    };
  });
}
