/** The week of a customer or a supplier as the editor takes it: on which days orders and deliveries happen, and when. */
import { i18n } from "@lingui/core";
import { localeTag } from "@/lib/i18n";

export const WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Weekday = (typeof WEEK)[number];

export interface DayOfWeek {
  orders: boolean;
  deliveries: boolean;
  /** Times as `14:00`; empty for none. */
  deadline: string;
  from: string;
  to: string;
}
export type Week = Record<Weekday, DayOfWeek>;

export const NOTHING: DayOfWeek = { orders: false, deliveries: false, deadline: "", from: "", to: "" };

/** A week in which nothing happens on days that are not given. */
export function weekOf(days: readonly ({ day: Weekday } & Partial<DayOfWeek>)[]): Week {
  const found = new Map(days.map((one) => [one.day, one]));
  return Object.fromEntries(WEEK.map((day) => [day, { ...NOTHING, ...found.get(day) }])) as Week;
}

/** The days on which something happens, from Monday on. */
export function busyDays(week: Week): [Weekday, DayOfWeek][] {
  return WEEK.map((day): [Weekday, DayOfWeek] => [day, week[day]]).filter(([, one]) => one.orders || one.deliveries);
}

/** The name of a weekday in the reader's language. */
export function dayName(day: Weekday, width: "long" | "short" = "long"): string {
  const monday = 5; // 5 January 1970 was one
  const at = new Date(Date.UTC(1970, 0, monday + WEEK.indexOf(day)));
  const name = new Intl.DateTimeFormat(localeTag(), { weekday: width, timeZone: "UTC" }).format(at);
  return name.charAt(0).toLocaleUpperCase(i18n.locale) + name.slice(1);
}

/** What is wrong with a day's times, if anything: the end is after the start. */
export function endsBeforeItBegins(day: DayOfWeek): boolean {
  return day.deliveries && day.from !== "" && day.to !== "" && day.from >= day.to;
}
