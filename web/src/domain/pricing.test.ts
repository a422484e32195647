// @vitest-environment node
import { describe, expect, it } from "vitest";
import { couponsTaken, PromotionBook } from "./books";
import { candidatesOf } from "./candidates";
import { decimal } from "./decimal";
import type { PromotionRow } from "./facts";
import { answered, golden, optional, promotion, type RefusalCase, stepDocument } from "./golden";
import { clockOf, localDay, localTime, micros } from "./instants";
import type { PriceDecision, PricePolicy, PriceRows, SaleType, ShownCoupon } from "./priceTypes";
import { choosePrice, overridePrice } from "./pricing";

type Row = [boolean, boolean, string, boolean, string];
interface PriceCase {
  rows: {
    base: Row[];
    group: Row[];
    step: [...Row, string][];
    promotion: [PromotionRow, string][];
    listed: [boolean, SaleType | "", string, string, boolean, string, string][];
    fallback: string | null;
  };
  buyer: { own_percent: string; group_percent: string | null; group_name: string; site_percent: string | null };
  sold: { quantity: string; base_qty: string; factor_num: number; factor_den: number; sale_type: SaleType };
  terms: {
    policy: PricePolicy;
    prices_include_tax: boolean;
    tax_rate: string;
    floor_price: string | null;
    floor_includes_tax: boolean;
    may_go_below_floor: boolean;
  };
  decision: unknown;
  by_hand: string | null;
  override: unknown;
}
interface OccasionCase {
  promotion: PromotionRow;
  at: string;
  timezone: string;
  day_starts_at: string;
  local: { date: string; weekday: number; time: string };
  business_day: string;
  location: string;
  price_group: string | null;
  sale_type: SaleType;
  coupons: string[];
  spent: string[];
  why: string | null;
}
interface CouponCase {
  promotions: PromotionRow[];
  found: ShownCoupon[];
  codes: string[];
  forgiven: Record<string, string>;
  taken?: Record<string, string>;
  refusal?: RefusalCase;
}

function rowsOf({ rows }: PriceCase): PriceRows {
  const row = ([ofPackaging, ofLocation, price, includesTax, reference]: Row) => ({
    ofPackaging,
    ofLocation,
    price: decimal(price),
    includesTax,
    reference,
  });
  return {
    base: rows.base.map(row),
    group: rows.group.map(row),
    step: rows.step.map(([pack, here, price, tax, reference, from]) => ({
      ...row([pack, here, price, tax, reference]),
      from: decimal(from),
    })),
    promotion: rows.promotion.map(([each, why]) => ({ terms: promotion(each), why })),
    listed: rows.listed.map(([ofPackaging, saleType, since, price, includesTax, reference, name]) => ({
      ofPackaging,
      saleType,
      since: micros(since),
      price: decimal(price),
      includesTax,
      reference,
      name,
    })),
    fallback: optional(rows.fallback),
  };
}

function told(decision: PriceDecision | null): unknown {
  return (
    decision && {
      source: decision.source,
      unit_price: String(decision.unitPrice),
      list_price: String(decision.listPrice),
      flags: decision.flags,
      waterfall: decision.waterfall.map(stepDocument),
    }
  );
}

describe("prices", () => {
  it("are found and explained as the server does", () => {
    const cases = golden<PriceCase[]>("prices");
    expect(cases.length).toBeGreaterThan(200);
    for (const found of cases) {
      const { buyer, sold, terms } = found;
      const candidates = candidatesOf(
        rowsOf(found),
        {
          ownPercent: decimal(buyer.own_percent),
          groupPercent: optional(buyer.group_percent),
          groupName: buyer.group_name,
          sitePercent: optional(buyer.site_percent),
        },
        {
          quantity: decimal(sold.quantity),
          baseQty: decimal(sold.base_qty),
          factorNum: sold.factor_num,
          factorDen: sold.factor_den,
          saleType: sold.sale_type,
        },
      );
      const basis = {
        pricesIncludeTax: terms.prices_include_tax,
        taxRate: decimal(terms.tax_rate),
        floorPrice: optional(terms.floor_price),
        floorIncludesTax: terms.floor_includes_tax,
        mayGoBelowFloor: terms.may_go_below_floor,
      };
      const decision = choosePrice(candidates, terms.policy, basis);
      expect(told(decision)).toEqual(found.decision);
      const byHand = optional(found.by_hand);
      if (byHand) expect(told(overridePrice(decision, byHand, basis))).toEqual(found.override);
      expect(told(decision)).toEqual(found.decision);
    }
  });
});

describe("promotions", () => {
  const cases = golden<OccasionCase[]>("occasions");

  it("apply by place, customer, kind of sale and the clock of the place", () => {
    expect(cases.length).toBeGreaterThan(250);
    for (const found of cases) {
      const at = Date.parse(found.at);
      const terms = promotion(found.promotion);
      const occasion = {
        at,
        local: localTime(at, found.timezone),
        location: found.location,
        priceGroup: found.price_group,
        saleType: found.sale_type,
        coupons: new Set(found.coupons),
        spent: new Set(found.spent),
      };
      const [offered] = new PromotionBook([terms]).on(occasion).ofLine("any", null);
      expect({ ...found, why: offered?.why ?? null }).toEqual(found);
    }
  });

  it("know the day, the weekday and the time of a place", () => {
    for (const { at, timezone, day_starts_at, local, business_day } of cases) {
      const instant = Date.parse(at);
      const { date, weekday, clock } = localTime(instant, timezone);
      expect({ date, weekday }).toEqual({ date: local.date, weekday: local.weekday });
      expect(clock).toBe(clockOf(local.time));
      expect(localDay(instant, timezone, day_starts_at)).toBe(business_day);
    }
  });

  it("that name a product, its group or nothing are found once, whoever asks", () => {
    const [product, group] = ["p", "g"];
    const make = (id: string, row: Partial<PromotionRow>) =>
      promotion({ id, name: id, kind: "PERCENT", value: "5", ...row });
    const book = new PromotionBook([
      make("1", {}),
      make("2", { groups: [group] }),
      make("3", { products: [product], groups: [group] }),
      make("4", { products: ["other"] }),
    ]);
    expect(book.of(product, group).map((terms) => terms.id)).toEqual(["3", "2", "1"]);
    expect(book.of(product, null).map((terms) => terms.id)).toEqual(["3", "1"]);
    expect(book.of("none", "none").map((terms) => terms.id)).toEqual(["1"]);
  });

  it("take the coupons that are shown, or say why not", () => {
    for (const found of golden<CouponCase[]>("coupons")) {
      const book = new PromotionBook(found.promotions.map((row) => promotion(row)));
      const codes = (taken: Map<string, ShownCoupon>) =>
        Object.fromEntries([...taken].map(([id, coupon]) => [id, coupon.code]));
      expect(codes(couponsTaken(found.codes, found.found, book, true))).toEqual(found.forgiven);
      const answer = answered(() => codes(couponsTaken(found.codes, found.found, book)));
      expect(answer).toEqual(found.refusal ? { refusal: found.refusal } : { value: found.taken });
    }
  });
});
