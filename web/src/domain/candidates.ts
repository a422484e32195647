/**
 * Rows of prices as candidates: which of a product's own prices stands, the group's, the steps, promotions, the fallback from
 * cost. Twin: pricing/candidates.py, docs/algorithms/pricing.md.
 */

import { type Decimal, max } from "./decimal";
import { clockOf } from "./instants";
import { FREE_PRICE, PRICE_PLACES, roundPlaces } from "./money";
import type {
  Buyer,
  Label,
  ListedRow,
  Occasion,
  OfferedPromotion,
  PriceCandidate,
  PriceRow,
  PriceRows,
  PriceSource,
  PromotionTerms,
  Sold,
  StepRow,
} from "./priceTypes";
import { less } from "./pricing";
import { perSold, shown } from "./quantities";

/** Every way to a price of one sold unit. A package costs a price of base units times its factor. */
export function candidatesOf(rows: PriceRows, buyer: Buyer, sold: Sold): PriceCandidate[] {
  const base = standingBase(rows, sold);
  return [
    ...promotionCandidates(rows.promotion, base, sold),
    ...groupCandidates(rows.group, base, buyer, sold),
    ...stepCandidates(rows.step, sold),
    ...lessOwnPercent(base, buyer),
    ...fallbackCandidate(rows.fallback, sold),
  ];
}

/** Why a promotion within its period does not apply on an occasion; empty where it does. */
export function whyNot(terms: PromotionTerms, occasion: Occasion): string {
  if (terms.locations.size && !isIn(occasion.location, terms.locations)) return "OTHER_PLACE";
  if (terms.saleType !== "" && terms.saleType !== occasion.saleType) return "OTHER_SALE_TYPE";
  if (terms.priceGroups.size && !isIn(occasion.priceGroup, terms.priceGroups)) return "OTHER_GROUP";
  const when = notNow(terms, occasion);
  if (when) return when;
  if (terms.needsCoupon && !occasion.coupons.has(terms.id)) return "NEEDS_COUPON";
  return occasion.spent.has(terms.id) ? "USED_UP" : "";
}

/** By weekday and hours. Hours that go on past midnight belong to the day on which they began. */
function notNow(terms: PromotionTerms, { local }: Occasion): string {
  let day = local.weekday;
  if (terms.hoursFrom !== null && terms.hoursUntil !== null) {
    const [start, end] = [clockOf(terms.hoursFrom), clockOf(terms.hoursUntil)];
    if (start > end && local.clock < end) day = ((day + 5) % 7) + 1;
    else if (local.clock < start || (start < end && local.clock >= end)) return "NOT_NOW";
  }
  return terms.weekdays.size && !terms.weekdays.has(day) ? "NOT_TODAY" : "";
}

function isIn(id: string | null, ids: ReadonlySet<string>): boolean {
  return id !== null && ids.has(id);
}

/** Lists and own prices, the one that stands first. */
function standingBase(rows: PriceRows, sold: Sold): PriceCandidate[] {
  const own = byPlace(rows.base, "BASE", sold, (row) => ({
    of: row.ofPackaging ? "PACKAGING" : "PRODUCT",
    here: row.ofLocation,
  }));
  if (rows.listed.length === 0) return own;
  const listed = listedCandidates(rows.listed, sold);
  if (listed[0]?.rejected) return [...own, ...listed];
  return [...listed, ...own.map((each) => ({ ...each, rejected: each.rejected || "PRICE_LIST_APPLIES" }))];
}

/**
 * A candidate for each approved price list in force that names the product. Of those for this kind of sale one stands: the
 * packaging's own row first, a list for this kind of sale alone before one for both, then the one that began last.
 */
function listedCandidates(rows: readonly ListedRow[], sold: Sold): PriceCandidate[] {
  const isOther = (row: ListedRow): boolean => row.saleType !== "" && row.saleType !== sold.saleType;
  const ordered = [...rows].sort(
    (one, other) =>
      first(!isOther(one), !isOther(other)) ||
      first(one.ofPackaging, other.ofPackaging) ||
      first(one.saleType !== "", other.saleType !== "") ||
      other.since - one.since,
  );
  return ordered.map((row, place) => ({
    source: "BASE",
    price: ofOneUnit(row.price, row.ofPackaging, sold),
    includesTax: row.includesTax,
    reference: row.reference,
    label: { of: "LIST", name: row.name },
    rejected: isOther(row) ? "OTHER_SALE_TYPE" : place === 0 ? "" : "PRICE_LIST_APPLIES",
  }));
}

/**
 * A candidate for each promotion of a line, the highest `priority` first, then the lowest price. Percent and amount come off the
 * base price that stands; without one they make no candidate.
 */
function promotionCandidates(
  promotions: readonly OfferedPromotion[],
  base: readonly PriceCandidate[],
  sold: Sold,
): PriceCandidate[] {
  const made: { priority: number; each: PriceCandidate }[] = [];
  for (const { terms, why } of promotions) {
    const priced = promotedPrice(terms, base[0], sold);
    if (!priced) continue;
    const tooSmall = sold.baseQty.isBelow(terms.minQuantity) ? "QUANTITY_TOO_SMALL" : "";
    const label: Label = { of: "PROMOTION", name: terms.name };
    const each = { source: "PROMOTION" as const, ...priced, reference: terms.id, label, rejected: why || tooSmall };
    made.push({ priority: terms.priority, each });
  }
  made.sort((one, other) => other.priority - one.priority || one.each.price.compare(other.each.price));
  return made.map(({ each }) => each);
}

function promotedPrice(
  terms: PromotionTerms,
  base: PriceCandidate | undefined,
  sold: Sold,
): Pick<PriceCandidate, "price" | "includesTax"> | null {
  if (terms.kind === "FIXED_PRICE") {
    return { price: ofOneUnit(terms.value, false, sold), includesTax: terms.includesTax };
  }
  if (!base) return null;
  if (terms.kind === "PERCENT") return { price: less(base.price, terms.value), includesTax: base.includesTax };
  const off = ofOneUnit(terms.value, false, sold);
  return { price: max(base.price.minus(off), FREE_PRICE), includesTax: base.includesTax };
}

/** The group's own prices, else the base price less the group's percent; none for a customer without a group. */
function groupCandidates(
  prices: readonly PriceRow[],
  base: readonly PriceCandidate[],
  buyer: Buyer,
  sold: Sold,
): PriceCandidate[] {
  if (buyer.groupPercent === null) return [];
  if (prices.length) return byPlace(prices, "GROUP", sold, () => ({ of: "GROUP", name: buyer.groupName }));
  const [stands] = base;
  if (!stands || buyer.groupPercent.isZero) return [];
  const label: Label = { ...stands.label, group: buyer.groupName, less: shown(buyer.groupPercent) };
  return [{ ...stands, source: "GROUP", price: less(stands.price, buyer.groupPercent), label }];
}

/** A candidate for each step. Of those that the line reaches the most specific stand, and of these the highest. */
function stepCandidates(steps: readonly StepRow[], sold: Sold): PriceCandidate[] {
  const ordered = [...steps].sort((one, other) => specific(one, other) || other.from.compare(one.from));
  const stands = ordered.find((step) => reaches(step, sold));
  return ordered.map((step) => ({
    source: "STEP",
    price: ofOneUnit(step.price, step.ofPackaging, sold),
    includesTax: step.includesTax,
    reference: step.reference,
    label: { of: "STEP", from: shown(step.from), packages: step.ofPackaging },
    rejected: whyNoStep(step, stands, sold),
  }));
}

function whyNoStep(step: StepRow, stands: StepRow | undefined, sold: Sold): string {
  if (step === stands) return "";
  if (!reaches(step, sold)) return "QUANTITY_BELOW_STEP";
  return stands && specific(step, stands) === 0 ? "LOWER_STEP" : "LESS_SPECIFIC";
}

function reaches(step: StepRow, sold: Sold): boolean {
  return !(step.ofPackaging ? sold.quantity : sold.baseQty).isBelow(step.from);
}

/** The base prices less the customer's own percent, or the site's in its place; as they are for one with a group. */
function lessOwnPercent(base: PriceCandidate[], buyer: Buyer): PriceCandidate[] {
  const percent = buyer.sitePercent ?? buyer.ownPercent;
  if (buyer.groupPercent !== null || percent.isZero) return base;
  return base.map((each) => ({
    ...each,
    price: less(each.price, percent),
    before: each.price,
    label: { ...each.label, less: shown(percent) },
  }));
}

/** The price of a base unit out of its cost, before tax, where the server told one; it counts only when nothing else applies. */
function fallbackCandidate(fallback: Decimal | null, sold: Sold): PriceCandidate[] {
  if (!fallback) return [];
  const price = ofOneUnit(fallback, false, sold);
  return [{ source: "FALLBACK", price, includesTax: false, reference: "", label: { of: "FALLBACK" }, rejected: "" }];
}

/** The most specific first; the others are rejected. */
function byPlace(
  prices: readonly PriceRow[],
  source: PriceSource,
  sold: Sold,
  label: (row: PriceRow) => Label,
): PriceCandidate[] {
  return [...prices].sort(specific).map((row, place) => ({
    source,
    price: ofOneUnit(row.price, row.ofPackaging, sold),
    includesTax: row.includesTax,
    reference: row.reference,
    label: label(row),
    rejected: place === 0 ? "" : "LESS_SPECIFIC",
  }));
}

/** The packaging's own before its share of the product's, the location's before the business's. */
function specific(one: PriceRow, other: PriceRow): number {
  return first(one.ofPackaging, other.ofPackaging) || first(one.ofLocation, other.ofLocation);
}

/** Whoever has it comes first. */
function first(one: boolean, other: boolean): number {
  return Number(other) - Number(one);
}

function ofOneUnit(price: Decimal, ofPackaging: boolean, sold: Sold): Decimal {
  if (ofPackaging || sold.factorNum === sold.factorDen) return roundPlaces(price, PRICE_PLACES);
  return roundPlaces(perSold(price, sold.factorNum, sold.factorDen), PRICE_PLACES);
}
