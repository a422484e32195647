/**
 * Which price wins: the choice among candidates, the floor, a price set by hand, percentages. Prices are for one sold unit with
 * six places; rates and percentages are in percent. Twin: pricing/rules.py, docs/algorithms/pricing.md.
 */

import { type Decimal, HUNDRED } from "./decimal";
import { PRICE_PLACES, percentOf, roundPlaces } from "./money";
import {
  BELOW_FLOOR,
  FLOOR_RAISED,
  type Label,
  PRICE_SOURCES,
  type PriceCandidate,
  type PriceDecision,
  type PricePolicy,
  type PriceSource,
  type WaterfallStep,
} from "./priceTypes";

const PRIORITY = new Map<PriceSource, number>(PRICE_SOURCES.map((source, order) => [source, order]));

/** On which tax basis a sale is, and what may not be gone below. */
export interface PriceTerms {
  pricesIncludeTax: boolean;
  taxRate: Decimal;
  floorPrice: Decimal | null;
  floorIncludesTax: boolean;
  mayGoBelowFloor: boolean;
}

/**
 * The price of one sold unit among `candidates` (in any order), or null where none of them applies.
 *
 * BEST_FOR_CUSTOMER takes the lowest, the earlier source on a tie; STRICT_PRIORITY the first in order. A fallback counts only
 * when nothing else applies. A result below the floor is raised to it, unless the user may go below; both are flagged.
 */
export function choosePrice(
  candidates: readonly PriceCandidate[],
  policy: PricePolicy,
  terms: PriceTerms,
): PriceDecision | null {
  const ordered = [...candidates].sort((one, other) => priorityOf(one) - priorityOf(other));
  const prices = ordered.map((each) => onBasis(each.price, each.includesTax, terms));
  const place = winnerOf(ordered, prices, policy);
  const [winner, price] = [ordered[place], prices[place]];
  if (!winner || !price) return null;
  const waterfall = ordered.map((each, at) => {
    const own = prices[at] ?? price;
    return stepOf(each, own, price, reasonOf(each, own, price, policy, at === place), at === place);
  });
  const held = holdFloor(price, floorOnBasis(terms), terms.mayGoBelowFloor, waterfall[place]);
  const before = ordered.find((each) => each.source === "BASE" && !each.rejected);
  const listPrice = before ? onBasis(before.before ?? before.price, before.includesTax, terms) : held.price;
  return { source: winner.source, unitPrice: held.price, listPrice, waterfall, flags: held.flags };
}

/**
 * `decision` replaced by a price set by hand: `unitPrice` on the sale's tax basis, rounded to six places. The replaced waterfall
 * stays under the new step, its winner marked OVERRIDDEN, and its list price is kept. The floor holds as for any price.
 * `reference` names who set the price.
 */
export function overridePrice(
  decision: PriceDecision | null,
  unitPrice: Decimal,
  terms: PriceTerms,
  reference = "",
  label: Label = { of: "MANUAL", name: "" },
): PriceDecision {
  const price = roundPlaces(unitPrice, PRICE_PLACES);
  const manual: PriceCandidate = {
    source: "MANUAL",
    price: unitPrice,
    includesTax: terms.pricesIncludeTax,
    reference,
    label,
    rejected: "",
  };
  const top = stepOf(manual, price, price, "SET_BY_HAND", true);
  const held = holdFloor(price, floorOnBasis(terms), terms.mayGoBelowFloor, top);
  return {
    source: "MANUAL",
    unitPrice: held.price,
    listPrice: decision ? decision.listPrice : held.price,
    waterfall: [top, ...(decision?.waterfall.map((step) => overridden(step, price)) ?? [])],
    flags: held.flags,
  };
}

/** `price` less `percent` per cent, six places. */
export function less(price: Decimal, percent: Decimal): Decimal {
  return roundPlaces(price.minus(percentOf(price, percent)), PRICE_PLACES);
}

/** A price with or without tax as the sale has it, six places. */
function onBasis(price: Decimal, includesTax: boolean, terms: PriceTerms): Decimal {
  if (includesTax === terms.pricesIncludeTax || terms.taxRate.isZero) return roundPlaces(price, PRICE_PLACES);
  const taxed = HUNDRED.plus(terms.taxRate);
  const moved = terms.pricesIncludeTax ? price.times(taxed).over(HUNDRED) : price.times(HUNDRED).over(taxed);
  return roundPlaces(moved, PRICE_PLACES);
}

function floorOnBasis(terms: PriceTerms): Decimal | null {
  return terms.floorPrice && onBasis(terms.floorPrice, terms.floorIncludesTax, terms);
}

function priorityOf(candidate: PriceCandidate): number {
  return PRIORITY.get(candidate.source) ?? PRICE_SOURCES.length;
}

/** The place of the winner in `ordered`, or -1. A tie is left to the earlier source. */
function winnerOf(ordered: readonly PriceCandidate[], prices: readonly Decimal[], policy: PricePolicy): number {
  let [found, lowest]: [number, Decimal | undefined] = [-1, undefined];
  for (const [place, each] of ordered.entries()) {
    const price = prices[place];
    if (each.rejected || !price || (each.source === "FALLBACK" && found >= 0)) continue;
    if (!lowest || (policy === "BEST_FOR_CUSTOMER" && each.source !== "FALLBACK" && price.isBelow(lowest))) {
      [found, lowest] = [place, price];
    }
  }
  return found;
}

function reasonOf(each: PriceCandidate, price: Decimal, best: Decimal, policy: PricePolicy, chosen: boolean): string {
  if (each.rejected) return each.rejected;
  if (each.source === "FALLBACK") return chosen ? "NOTHING_ELSE_APPLIES" : "FALLBACK_NOT_NEEDED";
  if (policy === "STRICT_PRIORITY") return chosen ? "FIRST_IN_PRIORITY" : "LOWER_PRIORITY";
  if (chosen) return "LOWEST_PRICE";
  return price.isAbove(best) ? "HIGHER_THAN_BEST" : "SAME_AS_BEST";
}

function stepOf(each: PriceCandidate, price: Decimal, best: Decimal, reason: string, chosen: boolean): WaterfallStep {
  return {
    source: each.source,
    price,
    given: each.price,
    includesTax: each.includesTax,
    chosen,
    reason,
    difference: price.minus(best),
    reference: each.reference,
    label: each.label,
  };
}

function overridden(step: WaterfallStep, price: Decimal): WaterfallStep {
  const difference = step.price.minus(price);
  return step.chosen ? { ...step, difference, chosen: false, reason: "OVERRIDDEN" } : { ...step, difference };
}

/** The price that the floor allows, with its flags; the floor is noted in the chosen `step` where it mattered. */
function holdFloor(
  price: Decimal,
  floor: Decimal | null,
  mayGoBelow: boolean,
  step: WaterfallStep | undefined,
): { price: Decimal; flags: string[] } {
  if (!floor || !price.isBelow(floor)) return { price, flags: [] };
  if (step) step.floor = floor;
  return mayGoBelow ? { price, flags: [BELOW_FLOOR] } : { price: floor, flags: [FLOOR_RAISED] };
}
