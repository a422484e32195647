/**
 * Quantities: decimals with at most six places, in a product's base unit unless a packaging is named.
 *
 * Twin: core/quantities.py.
 */

import { Decimal, decimal } from "./decimal";

export const QUANTITY_PLACES = 6;
/** Quantities are below this in size. */
export const QUANTITY_LIMIT = decimal("1000000000");

/** As people and programs read it: no trailing zeros, no exponent. */
export function shown(quantity: Decimal): string {
  const text = quantity.toString();
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** Whether it needs no more than `places` decimals; zeros at the end do not count. */
export function hasAtMostPlaces(value: Decimal, places: number): boolean {
  return value.placesNeeded <= places;
}

/** `quantity` packages in base units, or null where six places can't say it exactly. */
export function toBaseQuantity(quantity: Decimal, factorNum: number, factorDen: number): Decimal | null {
  const [num, den] = [Decimal.of(factorNum), Decimal.of(factorDen)];
  const base = quantity.times(num).over(den);
  return base.times(den).equals(quantity.times(num)) && hasAtMostPlaces(base, QUANTITY_PLACES) ? base : null;
}

/** What is per base unit, for one package; not rounded. */
export function perSold(price: Decimal, factorNum: number, factorDen: number): Decimal {
  return price.times(Decimal.of(factorNum)).over(Decimal.of(factorDen));
}
