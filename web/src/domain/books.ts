/**
 * The promotions of a business, found by what is sold: one lookup a line, however many promotions run.
 *
 * A book is made once for each state of the promotions and then only read. Twin: pricing/books.py.
 */

import { whyNot } from "./candidates";
import { micros } from "./instants";
import {
  BASKET_KINDS,
  type Occasion,
  type OfferedPromotion,
  type PromotionTerms,
  type ShownCoupon,
} from "./priceTypes";
import { Refusal } from "./refusal";

/** Promotions by product, by group of products (with all below it), and those for everything. */
export class PromotionBook {
  readonly byId: ReadonlyMap<string, PromotionTerms>;
  readonly hasBaskets: boolean;
  private readonly byProduct: Map<string, PromotionTerms[]>;
  private readonly byGroup: Map<string, PromotionTerms[]>;
  private readonly everywhere: PromotionTerms[];
  private readonly periods: ReadonlyMap<string, { from: number; until: number }>;

  /** `promotions` in the order of their ids; `spent`: those whose uses are used up, as far as is known. */
  constructor(
    promotions: readonly PromotionTerms[],
    readonly spent: ReadonlySet<string> = new Set(),
  ) {
    this.byId = new Map(promotions.map((terms) => [terms.id, terms]));
    this.hasBaskets = promotions.some((terms) => BASKET_KINDS.has(terms.kind));
    this.byProduct = by(promotions, (terms) => terms.products);
    this.byGroup = by(promotions, (terms) => terms.groups);
    this.everywhere = promotions.filter((terms) => !terms.products.size && !terms.groups.size);
    this.periods = new Map(
      promotions.map(({ id, startsAt, endsAt }) => [
        id,
        { from: micros(startsAt), until: endsAt === null ? Number.POSITIVE_INFINITY : micros(endsAt) },
      ]),
    );
  }

  /** Promotions that name the product, its group or nothing, whenever they are. */
  of(product: string, group: string | null): PromotionTerms[] {
    const own = this.byProduct.get(product) ?? [];
    const grouped = (group !== null && this.byGroup.get(group)) || [];
    return [...own, ...grouped.filter((terms) => !own.includes(terms)), ...this.everywhere];
  }

  /** What it offers on an occasion. */
  on(occasion: Occasion): Offers {
    return new Offers(this, occasion);
  }

  /** Within its period, and not of other places alone, which perhaps nobody here may see. */
  isTold(terms: PromotionTerms, { at, location }: Occasion): boolean {
    if (terms.locations.size && !(location !== null && terms.locations.has(location))) return false;
    const period = this.periods.get(terms.id);
    return period !== undefined && period.from <= at * 1000 && period.until > at * 1000;
  }
}

/** A book on one occasion. Whether a promotion applies then is judged once for all lines. */
export class Offers {
  private readonly judged = new Map<string, OfferedPromotion | null>();
  private readonly found = new Map<string, OfferedPromotion[]>();

  constructor(
    readonly book: PromotionBook,
    readonly occasion: Occasion,
  ) {}

  /** Promotions of a line's own price. */
  ofLine(product: string, group: string | null): OfferedPromotion[] {
    return this.all(product, group).filter(({ terms }) => !BASKET_KINDS.has(terms.kind));
  }

  /** Promotions of a basket with these products and their groups, each once. */
  ofBasket(goods: Iterable<readonly [string, string | null]>): OfferedPromotion[] {
    const found = new Map<string, OfferedPromotion>();
    for (const [product, group] of goods) {
      for (const offered of this.all(product, group)) {
        if (BASKET_KINDS.has(offered.terms.kind)) found.set(offered.terms.id, offered);
      }
    }
    return [...found.values()];
  }

  /** Promotions of a product, looked up once. */
  private all(product: string, group: string | null): OfferedPromotion[] {
    const key = `${product} ${group}`;
    let offered = this.found.get(key);
    if (!offered) {
      offered = this.book
        .of(product, group)
        .map((terms) => this.offered(terms))
        .filter((each) => each !== null);
      this.found.set(key, offered);
    }
    return offered;
  }

  private offered(terms: PromotionTerms): OfferedPromotion | null {
    let known = this.judged.get(terms.id);
    if (known === undefined) {
      known = this.book.isTold(terms, this.occasion) ? { terms, why: whyNot(terms, this.occasion) } : null;
      this.judged.set(terms.id, known);
    }
    return known;
  }
}

/**
 * The coupons with these codes by promotion. `forgiving`: one that is not taken is left out.
 *
 * Refuses: COUPON_NOT_FOUND, COUPON_EXPIRED, COUPON_USED_UP; all with `coupon` in their data.
 */
export function couponsTaken(
  codes: readonly string[],
  found: Iterable<ShownCoupon>,
  book: PromotionBook,
  forgiving = false,
): Map<string, ShownCoupon> {
  const byCode = new Map([...found].map((coupon) => [coupon.code, coupon]));
  const taken = new Map<string, ShownCoupon>();
  for (const code of codes) {
    const coupon = byCode.get(code);
    const problem = coupon
      ? coupon.problem || (book.byId.has(coupon.promotion) ? "" : "COUPON_EXPIRED")
      : "COUPON_NOT_FOUND";
    if (coupon && !problem) {
      if (!taken.has(coupon.promotion)) taken.set(coupon.promotion, coupon);
    } else if (!forgiving) throw new Refusal(problem, { coupon: code });
  }
  return taken;
}

function by(
  promotions: readonly PromotionTerms[],
  named: (terms: PromotionTerms) => Iterable<string>,
): Map<string, PromotionTerms[]> {
  const found = new Map<string, PromotionTerms[]>();
  for (const terms of promotions) {
    for (const each of named(terms)) {
      const there = found.get(each);
      if (there) there.push(terms);
      else found.set(each, [terms]);
    }
  }
  return found;
}
