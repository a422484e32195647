/** Figures as people type them: with a comma or a point, with blanks between the groups. Kept with a point. */
import Big from "big.js";
import { localeTag } from "@/lib/i18n";

/** What stands between units and decimals in the reader's language. */
function decimalMark(): string {
  const parts = new Intl.NumberFormat(localeTag()).formatToParts(1.5);
  return parts.find((part) => part.type === "decimal")?.value ?? ".";
}

/** What was typed, as the API writes it: `1 234,5` is "1234.5". */
export function asTyped(text: string): string {
  return text.replace(/[\s\u00a0\u202f]/g, "").replace(",", ".");
}

/** A figure as its reader would type it: "1234.5" is `1234,5`. */
export function toType(value: string): string {
  return value.replace(".", decimalMark());
}

/** Whether it is a plain decimal number, not below zero. */
export function isDecimal(value: string): boolean {
  return /^\d+(\.\d+)?$/.test(value);
}

/** Whether both are the same figure, however written; nothing is the same as nothing. */
export function isSame(one: string | null | undefined, other: string | null | undefined): boolean {
  if (!one || !other) return !one && !other;
  return isDecimal(one) && isDecimal(other) ? new Big(one).eq(other) : one === other;
}

/** `after` against `before` in percent with one decimal; undefined where there was nothing. */
export function changePercent(before: string, after: string): string | undefined {
  const base = new Big(before);
  if (base.eq(0)) return undefined;
  return new Big(after).minus(base).div(base).times(100).round(1).toString();
}

export function minus(one: string, other: string): string {
  return new Big(one).minus(other).toString();
}

export function isBelow(one: string, other: string): boolean {
  return new Big(one).lt(other);
}

/** Without zeros at its end, for a field: `10.500000` is "10.5"; at least so many decimals. */
export function plain(value: string | null | undefined, decimals = 0): string {
  if (!value) return "";
  const exact = new Big(value);
  const needed = exact.toFixed().split(".")[1]?.length ?? 0;
  return exact.toFixed(Math.max(needed, decimals));
}
