// @vitest-environment node
import { describe, expect, it } from "vitest";
import { PromotionBook } from "./books";
import { type Cart, type PricedCart, priceCart } from "./cart";
import { byId } from "./cartCases";
import { decimal } from "./decimal";
import type { CreditRow, CustomerRow, ProductRow, PromotionRow, SettingsRow, TillFacts } from "./facts";
import { promotion } from "./golden";
import type { CartLine } from "./lines";
import { type Payment, payCart } from "./payment";

/** A shop that sells tea at 12.00 and a box of six at 60.00, without promotions. */
function teaShop(operator: Partial<SettingsRow["operator"]> = {}, promotions: PromotionRow[] = []): TillFacts {
  const row = { here: false, includes_tax: true, valid_from: "2024-01-01T00:00:00Z", valid_until: null };
  return {
    settings: {
      business: {
        id: "b",
        currency: "EUR",
        currency_decimals: 2,
        prices_include_tax: true,
        price_policy: "BEST_FOR_CUSTOMER",
        cash_rounding_step: "0.05",
        credit_grace_days: 0,
      },
      storefront: { id: "s", timezone: "Europe/Sofia", day_starts_at: "00:00:00" },
      operator: { user: "u", capabilities: ["sale.sell", "sale.discount"], max_discount: "10", ...operator },
    },
    products: byId<ProductRow>([
      {
        id: "tea",
        sku: "TEA",
        name: "Tea",
        life_cycle: "ACTIVE",
        unit: "piece",
        tax_category: "standard",
        group: null,
        floor_price: "10.00",
        packagings: [{ id: "box", name: "Box", factor_num: 6, factor_den: 1 }],
      },
    ]),
    prices: new Map([
      [
        "tea",
        {
          product: "tea",
          base: [
            { id: "1", packaging: null, price: "12.00", ...row },
            { id: "2", packaging: "box", price: "60.00", ...row },
          ],
          group: [],
          step: [],
          listed: [],
          fallback: null,
        },
      ],
    ]),
    priceLists: new Map(),
    taxes: new Map([["standard", { id: "standard", rates: [{ code: "S", rate: "20", valid_from: "2000-01-01" }] }]]),
    units: new Map([["piece", { id: "piece", decimals: 0 }]]),
    priceGroups: new Map(),
    book: new PromotionBook(promotions.map((each) => promotion(each))),
  };
}

const NOON = Date.parse("2024-06-12T10:00:00Z");
const line = (more: Partial<CartLine> = {}): CartLine => ({ id: "1", product: "tea", quantity: "1", ...more });
const codes = (priced: PricedCart) => priced.problems.map(({ code, data }) => [code, data.line]);
const priceOf = (facts: TillFacts, cart: Cart) => priceCart(facts, cart, NOON);

describe("a cart that is being built", () => {
  it("is priced as far as it goes, and tells all that is wrong", () => {
    const lines = [
      line({ quantity: "0" }),
      line({ product: "gone" }),
      line({ packaging: "gone" }),
      line({ quantity: "1.5" }),
      line({ discount_amount: "13.00" }),
      line({ discount_amount: "0.001" }),
      line({ quantity: "1000000000" }),
      line({ unit_price: "5" }),
      line(),
    ];
    const priced = priceOf(teaShop(), { lines, discount_amount: "1000" });
    expect(codes(priced)).toEqual([
      ["QUANTITY_NOT_POSITIVE", 1],
      ["PRODUCT_NOT_FOUND", 2],
      ["PACKAGING_NOT_FOUND", 3],
      ["QUANTITY_TOO_PRECISE", 4],
      ["AMOUNT_TOO_LARGE", 7],
      ["PRICE_OVERRIDE_NOT_ALLOWED", 8],
      ["DISCOUNT_TOO_LARGE", 5],
      ["AMOUNT_TOO_PRECISE", 6],
      ["DISCOUNT_TOO_LARGE", undefined],
    ]);
    expect([String(priced.total), priced.lines.map((each) => each.number)]).toEqual(["36.00", [5, 6, 9]]);
  });

  it("without lines costs nothing", () => {
    const priced = priceOf(teaShop(), { lines: [] });
    expect([String(priced.total), priced.taxes, priced.problems]).toEqual(["0.00", [], []]);
  });

  it("leaves out a line that costs more than a sale can hold", () => {
    const facts = teaShop({ capabilities: ["price.override", "price.below_floor"] });
    const huge = line({ quantity: "999999999", unit_price: "9999999999999" });
    const priced = priceOf(facts, { lines: [huge, line()] });
    expect([codes(priced), String(priced.total)]).toEqual([[["AMOUNT_TOO_LARGE", 1]], "12.00"]);
  });

  it("says which discount somebody else has to approve, and up to which limit", () => {
    const priced = priceOf(teaShop(), { lines: [line({ discount_percentage: "20" })] });
    expect(
      priced.needs.map(({ action, line: at, amount, limit }) => [action, at, String(amount), String(limit)]),
    ).toEqual([["sale.discount", 1, "2.40", "19.9584"]]);
    const nobody = priceOf(teaShop({ capabilities: [] }), { lines: [line()], discount_percentage: "1" });
    expect(nobody.needs.map(({ action, line: at }) => [action, at])).toEqual([["sale.discount", null]]);
    expect(priceOf(teaShop(), { lines: [line({ discount_percentage: "10" })] }).needs).toEqual([]);
  });

  it("says which price by hand somebody else has to approve", () => {
    const needs = (capabilities: string[], unit_price: string) => {
      const priced = priceOf(teaShop({ capabilities }), {
        lines: [line({ unit_price, quantity: "2" })],
        for_approval: true,
      });
      const [first] = priced.lines;
      return [
        String(first?.unitPrice),
        ...priced.flags,
        ...priced.needs.map((need) => `${need.action} ${need.amount}`),
      ];
    };
    expect(needs([], "11")).toEqual(["11.000000", "price.override 2.00"]);
    expect(needs(["price.override"], "11")).toEqual(["11.000000"]);
    expect(needs(["price.override"], "9")).toEqual(["9.000000", "BELOW_FLOOR", "price.below_floor 2.00"]);
    expect(needs(["price.override", "price.below_floor"], "9")).toEqual(["9.000000", "BELOW_FLOOR"]);
  });

  it("raises a price by hand to the floor for who may not go below and asks nobody", () => {
    const priced = priceOf(teaShop({ capabilities: ["price.override"] }), { lines: [line({ unit_price: "9" })] });
    expect([String(priced.total), priced.flags, priced.needs]).toEqual(["10.00", ["FLOOR_RAISED"], []]);
  });

  it("sells a box at its own price and tells a coupon that nothing is for", () => {
    const coupon = { id: "k", code: "SPRING", promotion: "p", problem: "" };
    const spent = { id: "x", code: "OLD", promotion: "p", problem: "COUPON_USED_UP" };
    const row = {
      id: "p",
      name: "Spring",
      kind: "PERCENT" as const,
      value: "10",
      products: ["milk"],
      needs_coupon: true,
    };
    const facts = { ...teaShop(), book: new PromotionBook([promotion(row)]) };
    const priced = priceOf(facts, { lines: [line({ packaging: "box" })], coupons: [coupon, spent] });
    expect([String(priced.total), priced.flags]).toEqual(["60.00", ["COUPON_NOT_APPLIED"]]);
    expect(priced.problems.map(({ code, data }) => [code, data.coupon])).toEqual([["COUPON_USED_UP", "OLD"]]);
  });

  it("keeps the waterfall of a price that was set by hand", () => {
    const facts = teaShop({ capabilities: ["price.override", "price.below_floor"] });
    const [first] = priceOf(facts, { lines: [line({ unit_price: "11" })] }).lines;
    expect(first?.waterfall.map(({ source, reason }) => [source, reason])).toEqual([
      ["MANUAL", "SET_BY_HAND"],
      ["BASE", "OVERRIDDEN"],
    ]);
    expect([String(first?.listPrice), first?.waterfall[0]?.reference]).toEqual(["12.000000", "u"]);
  });
});

describe("paying", () => {
  const customer: CustomerRow = {
    id: "c",
    price_group: null,
    discount_percent: "0",
    is_tax_exempt: false,
    sales_blocked: false,
    credit_blocked: false,
    credit_limit: "100",
    credit_terms_days: 30,
    sites: [],
  };
  const pay = (buyer: CustomerRow | null, amount: string | null, credit: CreditRow | null = null): Payment => {
    const cart: Cart = { lines: [line({ quantity: "5" })], customer: buyer };
    const facts = teaShop();
    const tenders = amount === null ? [] : [{ method: "CASH", amount: decimal(amount) }];
    return payCart(facts, cart, priceOf(facts, cart), tenders, credit);
  };

  it("leaves the rest on a customer's account, due by its terms", () => {
    const { settlement, needs, dueDate } = pay(customer, "20.00");
    expect([String(settlement?.amountDue), settlement?.status, needs, dueDate]).toEqual([
      "40.00",
      "PARTIAL",
      [],
      "2024-07-12",
    ]);
    expect(pay(null, "20.00").problems.map(({ code }) => code)).toEqual(["UNDERPAID"]);
  });

  it("beyond the limit needs somebody's approval", () => {
    const { settlement, needs, creditFlags, standing } = pay(customer, null, { customer: "c", owed: "60", dues: [] });
    expect(String(standing?.outstandingBalance)).toBe("60");
    expect([settlement?.status, creditFlags]).toEqual(["PENDING", ["OVER_CREDIT_LIMIT"]]);
    expect(needs.map(({ action, amount, refusal }) => [action, String(amount), refusal?.code])).toEqual([
      ["credit.override", "60.00", "CREDIT_LIMIT_EXCEEDED"],
    ]);
  });

  it("counts what is overdue less what was paid in advance", () => {
    const dues: CreditRow["dues"] = [
      ["2024-06-11", "10"],
      ["2024-06-12", "5"],
      ["2024-05-13", "2"],
      [null, "-4"],
    ];
    const { standing, creditFlags } = pay(customer, "20.00", { customer: "c", owed: "13", dues });
    expect([String(standing?.overdueAmount), standing?.overdueDays, creditFlags]).toEqual(["8", 30, ["OVERDUE"]]);
  });

  it("is refused to a blocked customer however it is paid", () => {
    const { settlement, problems } = pay({ ...customer, sales_blocked: true }, "60.00");
    expect([settlement, problems.map(({ code }) => code)]).toEqual([null, ["CUSTOMER_BLOCKED"]]);
  });
});
