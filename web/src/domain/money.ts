/**
 * Money: the only place that rounds an amount or splits one. Amounts are in major units of a currency.
 *
 * Twin: core/money.py. The decimals of a currency come with the facts, so that server and till never differ about them.
 */

import { Decimal, decimal, HUNDRED, type RoundingMode, ZERO } from "./decimal";

/** A currency with its number of decimals: 0 for JPY, 2 for EUR, 3 for KWD. */
export interface Currency {
  code: string;
  decimals: number;
}

/** Amounts are below this in size. */
export const AMOUNT_LIMIT = decimal("1000000000000000");
/** Unit prices are below this in size. */
export const PRICE_LIMIT = decimal("10000000000000");
export const PRICE_PLACES = 6;
export const FREE_PRICE = decimal("0.000000");

/** Rounded half-up, away from zero on a tie. */
export function roundPlaces(value: Decimal, places: number): Decimal {
  return value.quantized(places);
}

/** Rounded half-up to the decimals of the currency. */
export function roundMoney(amount: Decimal, currency: Currency): Decimal {
  return amount.quantized(currency.decimals);
}

/** Rounded half-up to a multiple of `step`, the smallest coin in use; a step of 0 means no cash rounding. */
export function roundToStep(amount: Decimal, step: Decimal, currency: Currency): Decimal {
  return step.isZero ? amount : roundMoney(amount.over(step).quantized(0).times(step), currency);
}

/** Brought onto the grid of `start` + whole `step`s. */
export function roundOnto(
  amount: Decimal,
  { step, start = ZERO, rounding = "HALF_UP" }: { step: Decimal; start?: Decimal; rounding?: RoundingMode },
): Decimal {
  const steps = amount.minus(start).over(step).quantized(0, rounding);
  return roundPlaces(start.plus(steps.times(step)), PRICE_PLACES);
}

/** `percent` per cent of `amount`, not rounded. */
export function percentOf(amount: Decimal, percent: Decimal): Decimal {
  return amount.times(percent).over(HUNDRED);
}

/**
 * `amount` split over `weights` so that the parts are in the currency's decimals and sum exactly to it.
 *
 * Largest remainder: each part is rounded down in size, what is left goes unit by unit to the largest remainders, the earlier
 * one on a tie. All weights 0: split evenly.
 *
 * Throws: RangeError for no weights, a negative weight, or an amount with more decimals than the currency.
 */
export function splitMoney(amount: Decimal, weights: readonly Decimal[], currency: Currency): Decimal[] {
  if (weights.length === 0) throw new RangeError("no weights to split over");
  if (weights.some((weight) => weight.isNegative)) throw new RangeError("a weight is negative");
  if (amount.placesNeeded > currency.decimals) {
    throw new RangeError(`${amount} has more decimals than ${currency.code}`);
  }
  const places = Math.max(...weights.map((weight) => weight.placesNeeded));
  const whole = weights.map((weight) => weight.inUnits(places));
  const parts = splitUnits(
    amount.inUnits(currency.decimals),
    whole.some((each) => each > 0n) ? whole : whole.map(() => 1n),
  );
  return parts.map((part) => Decimal.fromUnits(part, currency.decimals));
}

function splitUnits(units: bigint, weights: readonly bigint[]): bigint[] {
  const size = units < 0n ? -units : units;
  const total = weights.reduce((so, weight) => so + weight, 0n);
  const parts = weights.map((weight) => (size * weight) / total);
  const remainders = weights.map((weight, at) => ({ at, rest: (size * weight) % total }));
  const left = Number(size - parts.reduce((so, part) => so + part, 0n));
  remainders.sort((one, other) => (one.rest === other.rest ? one.at - other.at : one.rest > other.rest ? -1 : 1));
  for (const { at } of remainders.slice(0, left)) parts[at] = (parts[at] ?? 0n) + 1n;
  return units < 0n ? parts.map((part) => -part) : parts;
}
