/**
 * A cart at a till: what its lines cost, what promotions take off, its taxes and total, what stands in the way of completing it
 * and what somebody else has to approve. Nothing here reads a clock or a store.
 *
 * Twins: sales/rules/plan.py, promotions.py and approvals.py. Unlike the server, which refuses a cart for its first fault, a cart
 * here is priced as far as it goes, and tells all faults: a person is still working on it.
 */

import { type LineAmounts, priceSale, type SaleAmounts, type TaxAmount } from "./amounts";
import { applyPromotions } from "./baskets";
import { couponsTaken } from "./books";
import { type Decimal, decimal, max, sum, ZERO } from "./decimal";
import type { CustomerRow, TillFacts } from "./facts";
import { localDay, localTime } from "./instants";
import { checkDiscounts, discountGiven, limitNeeded } from "./limits";
import { type CartLine, type LineContext, PRICE_BELOW_FLOOR, type PricedLine, pricedLine } from "./lines";
import { type Currency, roundMoney } from "./money";
import {
  type Basket,
  type Buyer,
  NO_PROMOTIONS,
  NOBODY,
  type OfferedPromotion,
  offLine,
  type PromotionTerms,
  type SaleType,
  type ShownCoupon,
} from "./priceTypes";
import { attempt, Refusal } from "./refusal";

export const SALE_DISCOUNT = "sale.discount";
/** A flag: a coupon was shown, and nothing in the basket is what its promotion is for. */
export const COUPON_NOT_APPLIED = "COUPON_NOT_APPLIED";

/** A cart as a till keeps it. `coupons`: those shown, with what is known of them; `site`: of the customer. */
export interface Cart {
  lines: readonly CartLine[];
  sale_type?: SaleType;
  customer?: CustomerRow | null;
  site?: string | null;
  discount_percentage?: string;
  discount_amount?: string;
  coupons?: readonly ShownCoupon[];
  /** Whether prices set by hand beyond the operator's rights are taken, to be approved: see `needs`. */
  for_approval?: boolean;
}

/** A priced line with its money. */
export interface CartLineResult extends PricedLine {
  amounts: LineAmounts;
}

/** A promotion that the cart uses: what it took off, by line too. `inPrices`: it is in the unit prices already. */
export interface UsedPromotion {
  terms: PromotionTerms;
  amount: Decimal;
  times: number;
  inPrices: boolean;
  coupon: string | null;
  shares: ReadonlyMap<number, Decimal>;
}

/** What the operator may not do alone. `limit`: of a discount, the percent that is needed. */
export interface Need {
  action: string;
  line: number | null;
  amount: Decimal;
  limit: Decimal | null;
  refusal: Refusal | null;
}

/** A cart with its money. Lines that can't be priced are in `problems` alone, by the `line` in their data. */
export interface PricedCart {
  lines: readonly CartLineResult[];
  currency: Currency;
  subtotal: Decimal;
  promotionAmount: Decimal;
  discountAmount: Decimal;
  taxAmount: Decimal;
  total: Decimal;
  taxes: readonly TaxAmount[];
  promotions: readonly UsedPromotion[];
  passed: readonly OfferedPromotion[];
  flags: readonly string[];
  problems: readonly Refusal[];
  needs: readonly Need[];
  day: string;
}

/** What a cart costs at the instant `at`, in milliseconds since 1970. Never throws for what a person entered. */
export function priceCart(facts: TillFacts, cart: Cart, at: number): PricedCart {
  const problems: Refusal[] = [];
  const coupons = couponsOf(facts, cart, problems);
  const context = contextOf(facts, cart, at, new Set(coupons.keys()));
  const lines = cart.lines.flatMap((line, place) => {
    const priced = attempt(() => pricedLine(context, line, place + 1), problems);
    return priced ? [priced] : [];
  });
  const currency = currencyOf(facts);
  const { amounts, basket, kept } = amountsOf(context, lines, cart, currency, problems);
  const promotions = [...usedByBasket(basket, coupons), ...usedByLines(context, kept, coupons, currency)];
  const shown = new Set(promotions.map((each) => each.coupon));
  const unused = (cart.coupons ?? []).some((coupon) => !shown.has(coupon.code));
  const flags = new Set([...kept.flatMap((line) => line.flags), ...(unused ? [COUPON_NOT_APPLIED] : [])]);
  return {
    lines: kept.flatMap((line, place) => {
      const own = amounts.lines[place];
      return own ? [{ ...line, amounts: own }] : [];
    }),
    currency,
    subtotal: amounts.subtotal,
    promotionAmount: amounts.promotionAmount,
    discountAmount: amounts.discountAmount,
    taxAmount: amounts.taxAmount,
    total: amounts.total,
    taxes: amounts.taxes,
    promotions,
    passed: basket.passed,
    flags: [...flags],
    problems,
    needs: [...priceNeeds(kept, currency), ...discountNeeds(facts, amounts, currency)],
    day: context.day,
  };
}

export function currencyOf(facts: TillFacts): Currency {
  const { currency, currency_decimals } = facts.settings.business;
  return { code: currency, decimals: currency_decimals };
}

/** Whom prices are for. Twin: sales/facts.py `Context.buyer`. */
export function buyerOf(facts: TillFacts, cart: Cart): Buyer {
  const customer = cart.customer;
  if (!customer) return NOBODY;
  const group = customer.price_group === null ? undefined : facts.priceGroups.get(customer.price_group);
  const special = customer.sites.find((site) => site.id === cart.site)?.special_discount;
  return {
    ownPercent: decimal(customer.discount_percent),
    groupPercent: group?.is_active ? decimal(group.discount_percentage) : null,
    groupName: group?.is_active ? group.name : "",
    sitePercent: special ? decimal(special) : null,
  };
}

/** What lines of this cart are priced in; for asking one price as well. */
export function contextOf(facts: TillFacts, cart: Cart, at: number, coupons: ReadonlySet<string>): LineContext {
  const { storefront } = facts.settings;
  const group = cart.customer?.price_group ?? null;
  const saleType = cart.sale_type ?? "RETAIL";
  return {
    facts,
    offers: facts.book.on({
      at,
      local: localTime(at, storefront.timezone),
      location: storefront.id,
      priceGroup: group !== null && facts.priceGroups.get(group)?.is_active ? group : null,
      saleType,
      coupons,
      spent: facts.book.spent,
    }),
    buyer: buyerOf(facts, cart),
    isTaxExempt: cart.customer?.is_tax_exempt ?? false,
    saleType,
    day: localDay(at, storefront.timezone, storefront.day_starts_at),
    forApproval: cart.for_approval ?? false,
  };
}

function couponsOf(facts: TillFacts, cart: Cart, problems: Refusal[]): Map<string, ShownCoupon> {
  const shown = cart.coupons ?? [];
  for (const { code } of shown) attempt(() => couponsTaken([code], shown, facts.book), problems);
  const codes = shown.map((coupon) => coupon.code);
  return couponsTaken(codes, shown, facts.book, true);
}

interface CartAmounts {
  amounts: SaleAmounts;
  basket: Basket;
  kept: readonly PricedLine[];
}

/** The money of the lines. A discount that is too large is left out and told, and so is a line that costs too much. */
function amountsOf(
  context: LineContext,
  lines: readonly PricedLine[],
  cart: Cart,
  currency: Currency,
  problems: Refusal[],
): CartAmounts {
  let kept = lines;
  let sale = { percentage: decimal(cart.discount_percentage ?? 0), fixed: decimal(cart.discount_amount ?? 0) };
  for (;;) {
    let basket = NO_PROMOTIONS;
    try {
      const amounts = priceSale(kept.map(inputOf), {
        discountPercentage: sale.percentage,
        discountFixed: sale.fixed,
        pricesIncludeTax: context.facts.settings.business.prices_include_tax,
        currency,
        promotions: (left) => {
          basket = basketOf(context, kept, left, currency);
          return kept.map((line) => roundMoney(offLine(basket, line.number), currency));
        },
      });
      return { amounts, basket, kept };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const at = typeof error.data.line === "number" ? error.data.line - 1 : null;
      const line = at === null ? undefined : kept[at];
      problems.push(line ? new Refusal(error.code, { ...error.data, line: line.number }) : error);
      const isDiscount = error.code !== "AMOUNT_TOO_LARGE";
      if (line && isDiscount) kept = kept.map((each) => (each === line ? undiscounted(line) : each));
      else if (line) kept = kept.filter((each) => each !== line);
      else if (isDiscount) sale = { percentage: ZERO, fixed: ZERO };
      else kept = [];
    }
  }
}

function undiscounted(line: PricedLine): PricedLine {
  return { ...line, discountPercentage: ZERO, discountFixed: ZERO };
}

function inputOf(line: PricedLine) {
  const { unitPrice, quantity, discountPercentage, discountFixed, taxRate, taxCode } = line;
  return { unitPrice, quantity, discountPercentage, discountFixed, taxRate, taxCode };
}

function basketOf(
  { facts, offers }: LineContext,
  lines: readonly PricedLine[],
  left: readonly Decimal[],
  currency: Currency,
): Basket {
  if (!facts.book.hasBaskets) return NO_PROMOTIONS;
  const { price_policy, prices_include_tax } = facts.settings.business;
  return applyPromotions(
    lines.map((line, place) => ({
      number: line.number,
      product: line.product.id,
      group: line.product.group,
      baseQty: line.baseQty,
      amount: left[place] ?? ZERO,
      isPromoted: line.priceSource === "PROMOTION",
      isFixed: line.isByHand,
    })),
    offers.ofBasket(lines.map((line) => [line.product.id, line.product.group] as const)),
    { policy: price_policy, pricesIncludeTax: prices_include_tax, currency },
  );
}

function usedByBasket(basket: Basket, coupons: ReadonlyMap<string, ShownCoupon>): UsedPromotion[] {
  return basket.offers.map(({ terms, amount, times, shares }) => ({
    terms,
    amount,
    times,
    inPrices: false,
    coupon: coupons.get(terms.id)?.code ?? null,
    shares,
  }));
}

/** Promotions of lines that are limited or came by a coupon. */
function usedByLines(
  { facts }: LineContext,
  lines: readonly PricedLine[],
  coupons: ReadonlyMap<string, ShownCoupon>,
  currency: Currency,
): UsedPromotion[] {
  const used = new Map<string, Map<number, Decimal>>();
  for (const line of lines) {
    const reference = line.waterfall.find((step) => step.chosen)?.reference ?? "";
    const terms = line.priceSource === "PROMOTION" ? facts.book.byId.get(reference) : undefined;
    if (!terms || !(terms.isLimited || terms.needsCoupon)) continue;
    const off = roundMoney(max(ZERO, line.listPrice.minus(line.unitPrice)).times(line.quantity), currency);
    const shares = used.get(terms.id) ?? new Map<number, Decimal>();
    used.set(terms.id, shares.set(line.number, off));
  }
  return [...used].flatMap(([id, shares]) => {
    const terms = facts.book.byId.get(id);
    const coupon = coupons.get(id)?.code ?? null;
    return terms ? [{ terms, amount: sum(shares.values()), times: 1, inPrices: true, coupon, shares }] : [];
  });
}

/** Prices set by hand beyond the operator's rights. Twin: sales/rules/approvals.py `amount_of`. */
function priceNeeds(lines: readonly PricedLine[], currency: Currency): Need[] {
  return lines.flatMap((line) => {
    const step = line.waterfall.find((each) => each.chosen);
    if (!step?.needs) return [];
    const from = step.needs === PRICE_BELOW_FLOOR ? (step.floor ?? line.unitPrice) : line.listPrice;
    const amount = roundMoney(max(ZERO, from.minus(line.unitPrice)).times(line.quantity), currency);
    const refusal = new Refusal("PRICE_OVERRIDE_NOT_ALLOWED", { line: line.number, needs: step.needs });
    return [{ action: step.needs, line: line.number, amount, limit: null, refusal }];
  });
}

/** Discounts beyond the role's limit. */
function discountNeeds(facts: TillFacts, amounts: SaleAmounts, currency: Currency): Need[] {
  const { capabilities, max_discount } = facts.settings.operator;
  const limit = capabilities.includes(SALE_DISCOUNT) ? decimal(max_discount) : ZERO;
  const refusals: Refusal[] = [];
  attempt(() => checkDiscounts(amounts, limit, currency), refusals);
  return refusals.map((refusal) => ({
    action: SALE_DISCOUNT,
    line: typeof refusal.data.line === "number" ? refusal.data.line : null,
    amount: discountGiven(amounts),
    limit: limitNeeded(amounts, currency),
    refusal,
  }));
}
