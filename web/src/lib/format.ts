/** Figures, times and names as the reader's language writes them. Figures are strings and are never made a `number`. */
import { localeTag } from "@/lib/i18n";

type Exact = Intl.StringNumericLiteral;
const exact = (value: string) => value as Exact;
const kept = new Map<string, Intl.NumberFormat>();

function numbers(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${localeTag()} ${JSON.stringify(options)}`;
  let format = kept.get(key);
  if (!format) {
    format = new Intl.NumberFormat(localeTag(), options);
    kept.set(key, format);
  }
  return format;
}

/** `1234.5` of EUR as "€1,234.50" or "1 234,50 €". */
export function money(amount: string, currency: string): string {
  return numbers({ style: "currency", currency, currencyDisplay: "narrowSymbol" }).format(exact(amount));
}

/** An amount without its currency, for columns whose header names it; digits grouped so that rows line up. */
export function amount(value: string, currency: string): string {
  const decimals = numbers({ style: "currency", currency }).resolvedOptions().maximumFractionDigits;
  const options = { minimumFractionDigits: decimals, maximumFractionDigits: decimals, useGrouping: "always" as const };
  return numbers(options).format(exact(value));
}

/** A unit price: at least the currency's decimals, at most six. */
export function price(value: string, currency: string): string {
  const decimals = numbers({ style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
  return numbers({
    style: "currency",
    currency,
    currencyDisplay: "narrowSymbol",
    minimumFractionDigits: decimals,
    maximumFractionDigits: 6,
  }).format(exact(value));
}

/** A quantity with only the decimals it needs, and its unit after a no-break space. */
export function quantity(value: string, unit = ""): string {
  const figure = numbers({ maximumFractionDigits: 6 }).format(exact(value));
  return unit ? `${figure}\u00a0${unit}` : figure;
}

export function count(value: number): string {
  return numbers({ maximumFractionDigits: 0 }).format(value);
}

/** `12.5` as "12.5%". */
export function percent(value: string): string {
  const figure = numbers({ style: "unit", unit: "percent", maximumFractionDigits: 2 });
  return figure.format(exact(value));
}

const DATE: Intl.DateTimeFormatOptions = { day: "numeric", month: "short", year: "numeric" };
const TIME: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit" };

/** A day (`2026-11-21`) or an instant, as a date. */
export function date(value: string, timeZone?: string): string {
  const isDay = value.length === 10;
  const at = new Date(isDay ? `${value}T12:00:00Z` : value);
  return new Intl.DateTimeFormat(localeTag(), { ...DATE, timeZone: isDay ? "UTC" : timeZone }).format(at);
}

export function time(value: string, timeZone?: string): string {
  return new Intl.DateTimeFormat(localeTag(), { ...TIME, timeZone }).format(new Date(value));
}

export function dateTime(value: string, timeZone?: string): string {
  return new Intl.DateTimeFormat(localeTag(), { ...DATE, ...TIME, timeZone }).format(new Date(value));
}

/** "3 days ago", "in 2 hours". */
export function ago(value: string, now: Date): string {
  const seconds = (new Date(value).getTime() - now.getTime()) / 1000;
  const steps: [Intl.RelativeTimeFormatUnit, number][] = [
    ["day", 86_400],
    ["hour", 3_600],
    ["minute", 60],
  ];
  const format = new Intl.RelativeTimeFormat(localeTag(), { numeric: "auto" });
  for (const [unit, size] of steps) {
    if (Math.abs(seconds) >= size) return format.format(Math.round(seconds / size), unit);
  }
  return format.format(0, "minute");
}

/** The first letters of a name, for what has no picture. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  return words
    .slice(0, 2)
    .map((word) => [...word][0]?.toLocaleUpperCase() ?? "")
    .join("");
}

/** A value after its name, with the space before the colon that French writes. */
export const named = (name: string, value: string): string =>
  `${name}${localeTag().startsWith("fr") ? "\u00a0" : ""}: ${value}`;
