/**
 * How much discount a role may give. A price set by hand is a right of its own and does not count here.
 *
 * Twins: sales/rules/limits.py, and `discount_given` and `limit_needed` of sales/rules/approvals.py.
 */

import type { SaleAmounts } from "./amounts";
import { Decimal, HUNDRED, max, sum, ZERO } from "./decimal";
import { type Currency, percentOf, roundMoney, roundPlaces } from "./money";
import { type Figures, Refusal } from "./refusal";

const PERCENT_PLACES = 4;

/**
 * Allow a sale's discounts: each line's own, and all of them together with the sale's own. `maxDiscount` is the role's, in
 * percent. Together counts, so that a discount on a line and one on the sale do not add up to more than the role may give.
 *
 * Refuses: DISCOUNT_NOT_ALLOWED (data: discount, amount, discount_percentage, max_discount, and `line`, counted from 1, where
 * one line's own discount is the cause).
 */
export function checkDiscounts(sale: SaleAmounts, maxDiscount: Decimal, currency: Currency): void {
  const given = discountGiven(sale);
  if (given.isZero) return;
  let allowed = ZERO;
  for (const [at, line] of sale.lines.entries()) {
    allowed = allowed.plus(checkDiscount(line.lineDiscount, line.amount, maxDiscount, currency, { line: at + 1 }));
  }
  if (given.isAbove(allowed)) checkDiscount(given, sum(sale.lines.map((line) => line.amount)), maxDiscount, currency);
}

/**
 * The largest discount allowed off `amount`, where `discount` (at most `amount`) is not above it.
 *
 * The limit is rounded like the discount itself, so that 10 % of 0.05 passes as the 0.01 that it is rounded to.
 *
 * Refuses: DISCOUNT_NOT_ALLOWED, as `checkDiscounts` does.
 */
export function checkDiscount(
  discount: Decimal,
  amount: Decimal,
  maxDiscount: Decimal,
  currency: Currency,
  where: Figures = {},
): Decimal {
  const allowed = roundMoney(percentOf(amount, maxDiscount), currency);
  if (!discount.isAbove(allowed)) return allowed;
  throw new Refusal("DISCOUNT_NOT_ALLOWED", {
    ...where,
    discount: String(discount),
    amount: String(amount),
    discount_percentage: String(roundPlaces(discount.times(HUNDRED).over(amount), 2)),
    max_discount: String(maxDiscount),
  });
}

/** All discounts of a sale together. */
export function discountGiven(sale: SaleAmounts): Decimal {
  return sum(
    sale.lines.map((line) => line.lineDiscount),
    sale.discountAmount,
  );
}

/** The smallest limit in percent, to four places, under which a role may give the sale's discounts. */
export function limitNeeded(sale: SaleAmounts, currency: Currency): Decimal {
  const whole = { discount: discountGiven(sale), amount: sum(sale.lines.map((line) => line.amount)) };
  const pairs = [...sale.lines.map((line) => ({ discount: line.lineDiscount, amount: line.amount })), whole];
  // Half a unit less is rounded up to the discount, as `checkDiscount` rounds the limit.
  const half = Decimal.fromUnits(5n, currency.decimals + 1);
  const percents = pairs
    .filter(({ discount }) => discount.isPositive)
    .map(({ discount, amount }) => discount.minus(half).times(HUNDRED).over(amount));
  const [first, ...more] = percents;
  return (first ? more.reduce(max, first) : ZERO).quantized(PERCENT_PLACES, "CEILING");
}
