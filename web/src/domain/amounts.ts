/**
 * What a cart costs: discounts, tax and totals of its lines, rounded once each and in one order.
 *
 * Amounts are in major units with the currency's decimals; rates and percentages are in percent. The line's net, tax and gross
 * are authoritative, totals are their sums. Twins: sales/rules/amounts.py and bounds.py, docs/algorithms/tax-and-rounding.md.
 */

import { type Decimal, HUNDRED, sum, ZERO } from "./decimal";
import { AMOUNT_LIMIT, type Currency, percentOf, roundMoney, splitMoney } from "./money";
import { type Figures, Refusal } from "./refusal";

/** A line as entered. `unitPrice` is for one of `quantity`, on the sale's tax basis; both discounts add up. */
export interface LineInput {
  unitPrice: Decimal;
  quantity: Decimal;
  discountPercentage: Decimal;
  discountFixed: Decimal;
  taxRate: Decimal;
  taxCode: string;
}

/**
 * A line's money: `amount` - `lineDiscount` - `promotionDiscount` - `orderDiscountShare` is net or gross, by the sale's tax
 * basis.
 */
export interface LineAmounts {
  amount: Decimal;
  lineDiscount: Decimal;
  promotionDiscount: Decimal;
  orderDiscountShare: Decimal;
  net: Decimal;
  tax: Decimal;
  gross: Decimal;
}

/** The sums of net (`base`) and `tax` over the lines of one tax code and rate. */
export interface TaxAmount {
  code: string;
  rate: Decimal;
  base: Decimal;
  tax: Decimal;
}

/**
 * A cart's money, before cash rounding. `lines` in the order they came in, `taxes` by code and rate.
 *
 * `subtotal` is after the lines' own discounts, and before what promotions take off the basket (`promotionAmount`) and the sale's
 * discount (`discountAmount`); `total` is the sum of gross.
 */
export interface SaleAmounts {
  subtotal: Decimal;
  promotionAmount: Decimal;
  discountAmount: Decimal;
  taxAmount: Decimal;
  total: Decimal;
  lines: readonly LineAmounts[];
  taxes: readonly TaxAmount[];
}

/** The sale's own discount, how its prices are meant, and what promotions take off each line, of what is left of it. */
export interface SaleTerms {
  discountPercentage: Decimal;
  discountFixed: Decimal;
  pricesIncludeTax: boolean;
  currency: Currency;
  promotions?: ((left: readonly Decimal[]) => readonly Decimal[]) | null;
}

/**
 * What `lines` cost with their discounts, promotions of the basket, the sale's own discount (percentage and amount add up) and
 * tax.
 *
 * Refuses: AMOUNT_TOO_LARGE (data: amount, limit), AMOUNT_TOO_PRECISE for a fixed discount with more decimals than the currency
 * (data: amount, currency), DISCOUNT_TOO_LARGE (data: discount, amount). Where a line is the cause, data has its `line` too,
 * counted from 1.
 * Throws: RangeError for a price, quantity or discount below zero.
 */
export function priceSale(lines: readonly LineInput[], terms: SaleTerms): SaleAmounts {
  const { currency, pricesIncludeTax } = terms;
  const zero = roundMoney(ZERO, currency);
  const own = lines.map((line, at) => {
    const amount = amountOf(line, at + 1, currency);
    return { amount, off: discountOf(amount, line.discountPercentage, line.discountFixed, currency, { line: at + 1 }) };
  });
  const after = own.map(({ amount, off }) => amount.minus(off));
  const promoted = terms.promotions ? terms.promotions(after) : after.map(() => zero);
  const left = after.map((amount, at) => amount.minus(promoted[at] ?? zero));
  const [subtotal, promotionAmount] = [sum(after, zero), sum(promoted, zero)];
  const whole = subtotal.minus(promotionAmount);
  const discount = discountOf(whole, terms.discountPercentage, terms.discountFixed, currency, {});
  const shares = discount.isZero ? left.map(() => zero) : splitMoney(discount, left, currency);
  const priced = lines.map((line, at): LineAmounts => {
    const share = shares[at] ?? zero;
    const rest = (left[at] ?? zero).minus(share);
    return {
      amount: own[at]?.amount ?? zero,
      lineDiscount: own[at]?.off ?? zero,
      promotionDiscount: promoted[at] ?? zero,
      orderDiscountShare: share,
      ...(pricesIncludeTax ? taxContained(rest, line.taxRate, currency) : taxOnTop(rest, line.taxRate, currency)),
    };
  });
  return {
    subtotal,
    promotionAmount,
    discountAmount: discount,
    taxAmount: sum(
      priced.map((line) => line.tax),
      zero,
    ),
    total: bounded(
      sum(
        priced.map((line) => line.gross),
        zero,
      ),
    ),
    lines: priced,
    taxes: taxesOf(lines, priced),
  };
}

/** `amount`, unchanged. Refuses: AMOUNT_TOO_LARGE (data: amount, limit, and `where`). */
export function bounded(amount: Decimal, where: Figures = {}): Decimal {
  if (amount.isBelow(AMOUNT_LIMIT)) return amount;
  throw new Refusal("AMOUNT_TOO_LARGE", { ...where, amount: String(amount), limit: String(AMOUNT_LIMIT) });
}

/**
 * `amount` written with the currency's decimals: 5 and 5.0000 become 5.00.
 *
 * Refuses: AMOUNT_TOO_LARGE; AMOUNT_TOO_PRECISE (data: amount, currency, and `where`) where that would round it.
 */
export function exactMoney(amount: Decimal, currency: Currency, where: Figures = {}): Decimal {
  const rounded = roundMoney(bounded(amount, where), currency);
  if (rounded.equals(amount)) return rounded;
  throw new Refusal("AMOUNT_TOO_PRECISE", { ...where, amount: String(amount), currency: currency.code });
}

function amountOf(line: LineInput, number: number, currency: Currency): Decimal {
  if (line.unitPrice.isNegative || line.quantity.isNegative) {
    throw new RangeError(`line ${number} has a price or a quantity below zero`);
  }
  // Bounded before it is rounded: below the limit the product of six by six places is exact.
  const exact = bounded(line.unitPrice.times(line.quantity), { line: number });
  return bounded(roundMoney(exact, currency), { line: number });
}

/** The discount off `amount`; `where` says of which line, or nothing for the whole sale. */
function discountOf(amount: Decimal, percentage: Decimal, fixed: Decimal, currency: Currency, where: Figures): Decimal {
  if (percentage.isNegative || fixed.isNegative) throw new RangeError("a discount is below zero");
  const byPercent = roundMoney(percentOf(amount, percentage), currency);
  const discount = fixed.isZero ? byPercent : byPercent.plus(exactMoney(fixed, currency, where));
  if (!discount.isAbove(amount)) return discount;
  throw new Refusal("DISCOUNT_TOO_LARGE", { ...where, discount: String(discount), amount: String(amount) });
}

type Taxed = Pick<LineAmounts, "net" | "tax" | "gross">;

function taxOnTop(net: Decimal, rate: Decimal, currency: Currency): Taxed {
  const tax = roundMoney(percentOf(net, rate), currency);
  return { net, tax, gross: net.plus(tax) };
}

function taxContained(gross: Decimal, rate: Decimal, currency: Currency): Taxed {
  const net = roundMoney(gross.times(HUNDRED).over(HUNDRED.plus(rate)), currency);
  return { net, tax: gross.minus(net), gross };
}

function taxesOf(lines: readonly LineInput[], priced: readonly LineAmounts[]): TaxAmount[] {
  const sums: TaxAmount[] = [];
  for (const [at, { taxCode: code, taxRate: rate }] of lines.entries()) {
    const amounts = priced[at];
    if (!amounts) continue;
    const there = sums.find((each) => each.code === code && each.rate.equals(rate));
    if (!there) sums.push({ code, rate, base: amounts.net, tax: amounts.tax });
    else [there.base, there.tax] = [there.base.plus(amounts.net), there.tax.plus(amounts.tax)];
  }
  return sums.sort((one, other) =>
    one.code === other.code ? one.rate.compare(other.rate) : one.code < other.code ? -1 : 1,
  );
}
