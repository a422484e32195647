/** Figures that people type and that are added up: strings outside, exact decimals inside. */
import Big from "big.js";

/** What was typed (`1,5`, ` 12 `) as the API writes it, or undefined where it is no figure. */
export function plain(typed: string): string | undefined {
  const text = typed.replace(/[\s\u00a0\u202f]/g, "").replace(",", ".");
  if (!/^\d{1,12}(\.\d{1,6})?$/.test(text)) return undefined;
  return new Big(text).toFixed();
}

export function sum(values: readonly string[]): string {
  return values.reduce((total, value) => total.plus(value || "0"), new Big(0)).toFixed();
}

export function minus(value: string, other: string): string {
  return new Big(value).minus(other).toFixed();
}

export function times(value: string, other: string): string {
  return new Big(value).times(other).toFixed();
}

export function isZero(value: string): boolean {
  return new Big(value || "0").eq(0);
}

export function isNegative(value: string): boolean {
  return new Big(value || "0").lt(0);
}

/** Without the zeros that a column adds. */
export function short(value: string): string {
  return new Big(value || "0").toFixed();
}
