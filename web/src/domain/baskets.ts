/**
 * What promotions take off a whole basket: sets of pieces first, then the basket itself, spread over lines to the cent.
 *
 * Amounts are on the sale's tax basis, in major units of its currency. Pieces are whole base units. Twin: pricing/baskets.py,
 * docs/algorithms/baskets.md.
 */

import { type Decimal, decimal, min, sum, ZERO } from "./decimal";
import { type Currency, percentOf, roundMoney, splitMoney } from "./money";
import {
  BASKET_KINDS,
  type Basket,
  type BasketLine,
  type BasketOffer,
  basketAmount,
  hasRewards,
  isFor,
  isReward,
  NO_PROMOTIONS,
  type OfferedPromotion,
  type PricePolicy,
  type PromotionTerms,
  SET_KINDS,
  WHOLE_KINDS,
} from "./priceTypes";

/** So many pieces of a line, at what one of them costs. */
interface Pieces {
  number: number;
  value: Decimal;
  count: number;
}

/** What a promotion would take off now: `taken` pieces by line, of a set; `worth`, what its part of each line costs. */
interface Found {
  amount: Decimal;
  times: number;
  worth: Map<number, Decimal>;
  taken: Map<number, number>;
}

/** Saved, times, pieces taken by line, what a piece of each line costs. */
interface Sets {
  saved: Decimal;
  times: number;
  taken: Map<number, number>;
  values: Map<number, Decimal>;
}

/** How the choice is made: by priority alone, or by what is saved; in which currency. */
interface Choice {
  strictly: boolean;
  currency: Currency;
}

/** A basket while promotions are applied: what is left to pay of each line, and which pieces are in no set yet. */
class Table {
  readonly lines: BasketLine[];
  readonly left: Map<number, Decimal>;
  readonly free: Map<number, number>;

  constructor(lines: readonly BasketLine[]) {
    this.lines = lines.filter((line) => !line.isFixed);
    this.left = new Map(this.lines.map((line) => [line.number, line.amount]));
    this.free = new Map(this.lines.map((line) => [line.number, Number(line.baseQty.truncated())]));
  }

  /** Lines that the promotion may count. */
  counted(terms: PromotionTerms): BasketLine[] {
    return this.lines.filter(
      (line) =>
        (terms.combines || !line.isPromoted) &&
        (isFor(terms, line.product, line.group) || isReward(terms, line.product, line.group)),
    );
  }

  /** Their free pieces, the dearest first. */
  pieces(lines: readonly BasketLine[]): Pieces[] {
    return lines
      .filter((line) => this.free.get(line.number))
      .map((line) => ({
        number: line.number,
        value: line.amount.over(line.baseQty),
        count: this.free.get(line.number) ?? 0,
      }))
      .sort((one, other) => other.value.compare(one.value) || one.number - other.number);
  }

  apply(terms: PromotionTerms, found: Found, currency: Currency): BasketOffer {
    const worth = [...found.worth].sort(([one], [other]) => one - other);
    const parts = splitMoney(
      found.amount,
      worth.map(([, value]) => value),
      currency,
    );
    const shares = new Map(worth.map(([number], at) => [number, parts[at] ?? ZERO]));
    for (const [number, share] of shares) this.left.set(number, (this.left.get(number) ?? ZERO).minus(share));
    for (const [number, count] of found.taken) this.free.set(number, (this.free.get(number) ?? 0) - count);
    return { terms, amount: found.amount, times: found.times, shares };
  }
}

/**
 * What the basket promotions among `offered` take off `lines`.
 *
 * A piece is in one set at most. BEST_FOR_CUSTOMER applies the set that saves most, then the one that saves most of what is left,
 * and so on, and then promotions of the basket in the same way; or these alone, where they save more. STRICT_PRIORITY goes by
 * priority, sets first.
 */
export function applyPromotions(
  lines: readonly BasketLine[],
  offered: readonly OfferedPromotion[],
  { policy, pricesIncludeTax, currency }: { policy: PricePolicy; pricesIncludeTax: boolean; currency: Currency },
): Basket {
  const mine = offered.filter(({ terms }) => BASKET_KINDS.has(terms.kind));
  if (mine.length === 0) return NO_PROMOTIONS;
  const judged = mine.map(({ terms, why }) => ({ terms, why: why || otherBasis(terms, pricesIncludeTax) }));
  const rivals = judged
    .filter(({ why }) => !why)
    .map(({ terms }) => terms)
    .sort((one, other) => other.priority - one.priority || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0));
  const choice = { strictly: policy === "STRICT_PRIORITY", currency };
  let found = applied(rivals, lines, choice);
  const sets = rivals.filter((terms) => SET_KINDS.has(terms.kind));
  if (!choice.strictly && sets.length) {
    const alone = applied(
      rivals.filter((terms) => WHOLE_KINDS.has(terms.kind)),
      lines,
      choice,
    );
    if (basketAmount(alone).isAbove(basketAmount(found))) {
      const beaten = sets.map((terms) => ({ terms, why: "BETTER_APPLIES" }));
      found = { offers: alone.offers, passed: [...alone.passed, ...beaten] };
    }
  }
  return { offers: found.offers, passed: [...judged.filter(({ why }) => why), ...found.passed] };
}

function otherBasis(terms: PromotionTerms, pricesIncludeTax: boolean): string {
  const isMoney = terms.kind === "SET_PRICE" || terms.kind === "BASKET_AMOUNT";
  return isMoney && terms.includesTax !== pricesIncludeTax ? "OTHER_TAX_BASIS" : "";
}

/** Sets, then the basket. */
function applied(rivals: readonly PromotionTerms[], lines: readonly BasketLine[], choice: Choice): Basket {
  const table = new Table(lines);
  const sets = applySets(
    rivals.filter((terms) => SET_KINDS.has(terms.kind)),
    table,
    choice,
  );
  const inSets = new Set(sets.offers.flatMap((offer) => [...offer.shares.keys()]));
  const whole = applyWhole(
    rivals.filter((terms) => WHOLE_KINDS.has(terms.kind)),
    table,
    inSets,
    choice,
  );
  return { offers: [...sets.offers, ...whole.offers], passed: [...sets.passed, ...whole.passed] };
}

/** The saving of a set only falls as pieces are taken, so that one tried again before the next best stays the best. */
function applySets(rivals: readonly PromotionTerms[], table: Table, { strictly, currency }: Choice): Basket {
  const offers: BasketOffer[] = [];
  const passed: OfferedPromotion[] = [];
  let waiting: { saves: Decimal; place: number; terms: PromotionTerms }[] = [];
  for (const [place, terms] of rivals.entries()) {
    const found = setOf(terms, table, currency);
    if (typeof found === "string") passed.push({ terms, why: found });
    else waiting.push({ saves: strictly ? ZERO : found.amount, place, terms });
  }
  while (waiting.length) {
    const best = waiting.reduce((so, each) => {
      const order = each.saves.compare(so.saves) || so.place - each.place;
      return order > 0 ? each : so;
    });
    waiting = waiting.filter((each) => each !== best);
    const { place, terms } = best;
    const found = setOf(terms, table, currency);
    if (typeof found === "string") passed.push({ terms, why: "BETTER_APPLIES" });
    else if (!strictly && waiting.some((each) => each.saves.isAbove(found.amount))) {
      waiting.push({ saves: found.amount, place, terms });
    } else offers.push(table.apply(terms, found, currency));
  }
  return { offers, passed };
}

/** What the promotion's sets would save now, or why there is none. */
function setOf(terms: PromotionTerms, table: Table, currency: Currency): Found | string {
  const counted = table.counted(terms);
  let found: Sets | null;
  if (hasRewards(terms)) {
    const rewards = table.pieces(counted.filter((line) => isReward(terms, line.product, line.group)));
    if (rewards.length === 0) return "REWARD_MISSING";
    const bought = table.pieces(counted.filter((line) => !isReward(terms, line.product, line.group)));
    found = withRewards(terms, rewards, bought.reverse());
  } else if (terms.kind === "SET_PRICE") found = atSetPrice(terms, table.pieces(counted));
  else found = cheaperInSets(terms, table.pieces(counted));
  if (!found) return "NOT_ENOUGH_PIECES";
  const worth = new Map<number, Decimal>();
  for (const [number, count] of found.taken) {
    const value = (found.values.get(number) ?? ZERO).times(decimal(count));
    worth.set(number, min(value, table.left.get(number) ?? ZERO));
  }
  const amount = min(roundMoney(found.saved, currency), roundMoney(sum(worth.values()), currency));
  return amount.isPositive ? { amount, times: found.times, worth, taken: found.taken } : "NO_SAVING";
}

/** From the dearest piece down in sets, the last of each set cheaper: nobody gains by paying twice. */
function cheaperInSets(terms: PromotionTerms, pieces: readonly Pieces[]): Sets | null {
  const isNth = terms.kind === "NTH_ITEM";
  const cheaper = isNth ? 1 : terms.getQuantity;
  const size = isNth ? terms.setQuantity : terms.setQuantity + cheaper;
  const times = timesOf(Math.floor(countOf(pieces) / size), terms);
  if (!times) return null;
  const cheaperBefore = (position: number): number =>
    Math.floor(position / size) * cheaper + Math.max(0, (position % size) - (size - cheaper));
  let saved = ZERO;
  const taken = new Map<number, number>();
  for (const { each, start, end } of placed(pieces, times * size)) {
    const count = decimal(cheaperBefore(end) - cheaperBefore(start));
    saved = saved.plus(percentOf(each.value.times(count), terms.value));
    taken.set(each.number, end - start);
  }
  return { saved, times, taken, values: valuesOf(pieces) };
}

/** Sets from the dearest piece down, as long as one costs more than its price. */
function atSetPrice(terms: PromotionTerms, pieces: readonly Pieces[]): Sets | null {
  const size = terms.setQuantity;
  const most = timesOf(Math.floor(countOf(pieces) / size), terms);
  if (!most) return null;
  const worth = (position: number): Decimal =>
    sum(placed(pieces, position).map(({ each, start, end }) => each.value.times(decimal(end - start))));
  let [low, high] = [0, most];
  while (low < high) {
    // Sets get cheaper, so that the last one which saves is found by halving.
    const middle = Math.floor((low + high + 1) / 2);
    if (
      worth(middle * size)
        .minus(worth((middle - 1) * size))
        .isAbove(terms.value)
    )
      low = middle;
    else high = middle - 1;
  }
  const taken = new Map(placed(pieces, low * size).map(({ each, start, end }) => [each.number, end - start]));
  const saved = worth(low * size).minus(terms.value.times(decimal(low)));
  return { saved, times: low, taken, values: valuesOf(pieces) };
}

/** So many bought, the cheapest of them, make so many rewards cheaper, the dearest. */
function withRewards(terms: PromotionTerms, rewards: readonly Pieces[], bought: readonly Pieces[]): Sets | null {
  const there = countOf(rewards);
  const sets = Math.floor(countOf(bought) / terms.setQuantity);
  const times = timesOf(Math.min(sets, Math.ceil(there / terms.getQuantity)), terms);
  if (!times) return null;
  let saved = ZERO;
  const taken = new Map<number, number>();
  for (const { each, start, end } of placed(rewards, Math.min(there, times * terms.getQuantity))) {
    saved = saved.plus(percentOf(each.value.times(decimal(end - start)), terms.value));
    taken.set(each.number, end - start);
  }
  for (const { each, start, end } of placed(bought, times * terms.setQuantity)) taken.set(each.number, end - start);
  return { saved, times, taken, values: valuesOf([...rewards, ...bought]) };
}

function timesOf(possible: number, terms: PromotionTerms): number {
  return terms.maxTimes === null ? possible : Math.min(possible, terms.maxTimes);
}

function countOf(pieces: readonly Pieces[]): number {
  return pieces.reduce((so, each) => so + each.count, 0);
}

function valuesOf(pieces: readonly Pieces[]): Map<number, Decimal> {
  return new Map(pieces.map((each) => [each.number, each.value]));
}

/** The pieces in a row, with the places that they take before `until`. */
function placed(pieces: readonly Pieces[], until: number): { each: Pieces; start: number; end: number }[] {
  const found = [];
  let start = 0;
  for (const each of pieces) {
    if (start >= until) break;
    found.push({ each, start, end: Math.min(start + each.count, until) });
    start += each.count;
  }
  return found;
}

/** A line is counted by one of them at most, so that those for different goods, as coupons are, all apply. */
function applyWhole(
  rivals: readonly PromotionTerms[],
  table: Table,
  inSets: ReadonlySet<number>,
  { strictly, currency }: Choice,
): Basket {
  const offers: BasketOffer[] = [];
  const passed: OfferedPromotion[] = [];
  const claimed = new Set<number>();
  let waiting = [...rivals];
  while (waiting.length) {
    const open: { terms: PromotionTerms; found: Found }[] = [];
    for (const terms of waiting) {
      const found = wholeOf(terms, table, inSets, claimed, currency);
      if (found) open.push({ terms, found });
      else passed.push({ terms, why: claimed.size ? "BETTER_APPLIES" : "BASKET_TOO_SMALL" });
    }
    const [start] = open;
    if (!start) break;
    const best = strictly ? start : open.reduce((so, each) => (each.found.amount.isAbove(so.found.amount) ? each : so));
    waiting = open.filter((each) => each !== best).map(({ terms }) => terms);
    for (const number of best.found.worth.keys()) claimed.add(number);
    offers.push(table.apply(best.terms, best.found, currency));
  }
  return { offers, passed };
}

/** Lines in a set are promoted already. */
function wholeOf(
  terms: PromotionTerms,
  table: Table,
  inSets: ReadonlySet<number>,
  claimed: ReadonlySet<number>,
  currency: Currency,
): Found | null {
  const worth = new Map<number, Decimal>();
  for (const { number } of table.counted(terms)) {
    if (!claimed.has(number) && (terms.combines || !inSets.has(number))) {
      worth.set(number, table.left.get(number) ?? ZERO);
    }
  }
  const total = sum(worth.values());
  if (total.isBelow(terms.minAmount)) return null;
  const off = terms.kind === "BASKET_PERCENT" ? percentOf(total, terms.value) : terms.value;
  const amount = min(roundMoney(off, currency), total);
  return amount.isPositive ? { amount, times: 1, worth, taken: new Map() } : null;
}
