/** What a label with a weight or a price in its code comes to. Pure. See docs/algorithms/scanned-codes.md. */
import { type Decimal, decimal } from "./decimal";
import { type Currency, roundMoney } from "./money";

export type LabelFault = "NO_VALUE" | "BY_PIECE";

export type Labelled = { quantity: Decimal; fault: null } | { quantity: null; fault: LabelFault };

const refused = (fault: LabelFault): Labelled => ({ quantity: null, fault });

/** How much a label of `weight` kilograms is, of goods counted in a unit with so many decimals. */
export function ofWeight(weight: string, decimals: number): Labelled {
  const quantity = decimal(weight);
  if (!quantity.isPositive) return refused("NO_VALUE");
  if (decimals === 0) return refused("BY_PIECE");
  const kept = quantity.quantized(decimals);
  return kept.isPositive ? { quantity: kept, fault: null } : refused("NO_VALUE");
}

/**
 * The quantity that a label's price makes at `unitPrice`: of those that a unit with so many decimals has the one whose amount is
 * the printed price, else the nearest. Pieces have to come out even.
 */
export function ofPrice(price: string, unitPrice: Decimal, decimals: number, currency: Currency): Labelled {
  const printed = decimal(price);
  if (!printed.isPositive || !unitPrice.isPositive) return refused("NO_VALUE");
  const near = printed.over(unitPrice).quantized(decimals);
  const step = decimal(decimals ? `0.${"0".repeat(decimals - 1)}1` : "1");
  const exact = [near, near.minus(step), near.plus(step)].find(
    (quantity) => quantity.isPositive && roundMoney(quantity.times(unitPrice), currency).equals(printed),
  );
  if (exact) return { quantity: exact, fault: null };
  if (decimals === 0) return refused("BY_PIECE");
  return near.isPositive ? { quantity: near, fault: null } : refused("NO_VALUE");
}
