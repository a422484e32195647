/**
 * What price resolution speaks in: where a price can come from, a candidate, and the decision that explains itself.
 *
 * A price is for one sold unit (a package or a base unit), in major units with six places. Twin: pricing/types.py.
 */

import { type Decimal, sum, ZERO } from "./decimal";
import type { LocalTime } from "./instants";

/** A flag: the price was below the floor and was raised to it. */
export const FLOOR_RAISED = "FLOOR_RAISED";
/** A flag: the price is below the floor, and the user may go there. */
export const BELOW_FLOOR = "BELOW_FLOOR";

export type SaleType = "RETAIL" | "WHOLESALE";

/** Where a price comes from, in order of priority. MANUAL is set by hand and replaces whatever was chosen. */
export const PRICE_SOURCES = ["PROMOTION", "GROUP", "STEP", "BASE", "FALLBACK", "MANUAL"] as const;
export type PriceSource = (typeof PRICE_SOURCES)[number];

export type PricePolicy = "BEST_FOR_CUSTOMER" | "STRICT_PRIORITY";

/** Names a candidate; it is put into words where it is shown. `less`: percent that came off it, `group`: for whom. */
export interface Label {
  of: "PRODUCT" | "PACKAGING" | "LIST" | "GROUP" | "STEP" | "PROMOTION" | "FALLBACK" | "MANUAL";
  here?: boolean;
  name?: string;
  from?: string;
  packages?: boolean;
  group?: string;
  less?: string;
}

/**
 * One way to a price. `reference` names the row it came from. `rejected` is empty, or the code of why it does not apply; such a
 * candidate never wins and stays in the waterfall. `before` is a base price without the buyer's own percent, where one was
 * taken off.
 */
export interface PriceCandidate {
  source: PriceSource;
  price: Decimal;
  includesTax: boolean;
  reference: string;
  label: Label;
  rejected: string;
  before?: Decimal;
}

/** Whom a price is for: the customer's own percent, or its active price group. `groupPercent` null: no group. */
export interface Buyer {
  ownPercent: Decimal;
  groupPercent: Decimal | null;
  groupName: string;
  sitePercent: Decimal | null;
}

export const NOBODY: Buyer = { ownPercent: ZERO, groupPercent: null, groupName: "", sitePercent: null };

/** How much one line sells: `quantity` packages (or base units), `baseQty` base units; and at which terms. */
export interface Sold {
  quantity: Decimal;
  baseQty: Decimal;
  factorNum: number;
  factorDen: number;
  saleType: SaleType;
}

export type PromotionKind =
  | "PERCENT"
  | "AMOUNT"
  | "FIXED_PRICE"
  | "BUY_GET"
  | "SET_PRICE"
  | "NTH_ITEM"
  | "BASKET_PERCENT"
  | "BASKET_AMOUNT";

/** Promotions of so many pieces together. */
export const SET_KINDS: ReadonlySet<PromotionKind> = new Set(["BUY_GET", "SET_PRICE", "NTH_ITEM"]);
/** Promotions of the basket as a whole. */
export const WHOLE_KINDS: ReadonlySet<PromotionKind> = new Set(["BASKET_PERCENT", "BASKET_AMOUNT"]);
export const BASKET_KINDS: ReadonlySet<PromotionKind> = new Set([...SET_KINDS, ...WHOLE_KINDS]);

/**
 * An approved promotion as it is applied. Empty sets: everything of that kind; `groups` with all below them.
 *
 * `value`: percent, or an amount or price: of one base unit, of a set, or off the basket. A set has `setQuantity` pieces and
 * `getQuantity` more that are cheaper; those are among the same products, or among the rewards where it has any.
 */
export interface PromotionTerms {
  id: string;
  name: string;
  kind: PromotionKind;
  value: Decimal;
  includesTax: boolean;
  saleType: SaleType | "";
  startsAt: string;
  endsAt: string | null;
  weekdays: ReadonlySet<number>;
  hoursFrom: string | null;
  hoursUntil: string | null;
  minQuantity: Decimal;
  priority: number;
  locations: ReadonlySet<string>;
  priceGroups: ReadonlySet<string>;
  products: ReadonlySet<string>;
  groups: ReadonlySet<string>;
  rewardProducts: ReadonlySet<string>;
  rewardGroups: ReadonlySet<string>;
  setQuantity: number;
  getQuantity: number;
  minAmount: Decimal;
  maxTimes: number | null;
  combines: boolean;
  needsCoupon: boolean;
  isLimited: boolean;
}

/** Whether the product is among those that the promotion is for. */
export function isFor(terms: PromotionTerms, product: string, group: string | null): boolean {
  if (terms.products.size === 0 && terms.groups.size === 0) return true;
  return terms.products.has(product) || (group !== null && terms.groups.has(group));
}

/** Whether what is cheaper is named apart from what has to be bought. */
export function hasRewards(terms: PromotionTerms): boolean {
  return terms.kind === "BUY_GET" && (terms.rewardProducts.size > 0 || terms.rewardGroups.size > 0);
}

/** Whether the product is among what is cheaper. */
export function isReward(terms: PromotionTerms, product: string, group: string | null): boolean {
  return terms.rewardProducts.has(product) || (group !== null && terms.rewardGroups.has(group));
}

/** When, where and for whom something is sold. `at` in milliseconds since 1970, `local` on the place's clock. */
export interface Occasion {
  at: number;
  local: LocalTime;
  location: string | null;
  priceGroup: string | null;
  saleType: SaleType;
  coupons: ReadonlySet<string>;
  spent: ReadonlySet<string>;
}

/** A coupon that a customer shows. `problem`: the code of why it is not taken, or empty. */
export interface ShownCoupon {
  id: string;
  code: string;
  promotion: string;
  problem: string;
}

/** A promotion within its period, and why it does not apply on this occasion; empty where it does. */
export interface OfferedPromotion {
  terms: PromotionTerms;
  why: string;
}

/** A line for basket promotions. `isPromoted`: its price is a promotion's already. `isFixed`: it was set by hand. */
export interface BasketLine {
  number: number;
  product: string;
  group: string | null;
  baseQty: Decimal;
  amount: Decimal;
  isPromoted: boolean;
  isFixed: boolean;
}

/** A promotion that takes `amount` off a basket, `times` over; `shares` by number of line, which sum to it. */
export interface BasketOffer {
  terms: PromotionTerms;
  amount: Decimal;
  times: number;
  shares: ReadonlyMap<number, Decimal>;
}

/** What promotions take off a basket, in the order in which they were applied, and why others do not. */
export interface Basket {
  offers: readonly BasketOffer[];
  passed: readonly OfferedPromotion[];
}

export const NO_PROMOTIONS: Basket = { offers: [], passed: [] };

/** What comes off in all. */
export function basketAmount(basket: Basket): Decimal {
  return sum(basket.offers.map((offer) => offer.amount));
}

/** What comes off a line. */
export function offLine(basket: Basket, number: number): Decimal {
  return sum(basket.offers.map((offer) => offer.shares.get(number) ?? ZERO));
}

/**
 * What became of one candidate. `price` and `difference` (price less the chosen candidate's) are on the sale's tax basis;
 * `given` is the price as it was stored. `floor`, on the sale's basis, is there where it mattered; `needs` is the capability
 * that who set the price by hand did not have.
 */
export interface WaterfallStep {
  source: PriceSource;
  price: Decimal;
  given: Decimal;
  includesTax: boolean;
  chosen: boolean;
  reason: string;
  difference: Decimal;
  reference: string;
  label: Label;
  floor?: Decimal;
  needs?: string;
}

/** The price that a line is sold at, on the sale's tax basis, and how it came about. */
export interface PriceDecision {
  source: PriceSource;
  unitPrice: Decimal;
  listPrice: Decimal;
  waterfall: WaterfallStep[];
  flags: string[];
}

/** A price row of a product for one sold unit's making: the latest in force of its kind. */
export interface PriceRow {
  ofPackaging: boolean;
  ofLocation: boolean;
  price: Decimal;
  includesTax: boolean;
  reference: string;
}

/** The same, and the quantity from which it applies: base units, or packages for one of the packaging. */
export interface StepRow extends PriceRow {
  from: Decimal;
}

/** A row of an approved price list. `saleType` empty: for both; `since` in microseconds since 1970. */
export interface ListedRow {
  ofPackaging: boolean;
  saleType: SaleType | "";
  since: number;
  price: Decimal;
  includesTax: boolean;
  reference: string;
  name: string;
}

/** What is stored of a product's prices for one buyer, place and instant. `fallback`: of a base unit, before tax. */
export interface PriceRows {
  base: readonly PriceRow[];
  group: readonly PriceRow[];
  step: readonly StepRow[];
  promotion: readonly OfferedPromotion[];
  listed: readonly ListedRow[];
  fallback: Decimal | null;
}
