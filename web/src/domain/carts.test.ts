// @vitest-environment node
import { describe, expect, it, vi } from "vitest";
import { type PricedCart, priceCart } from "./cart";
import { type CartCase, factsOf, type ShopCase, shops } from "./cartCases";
import { type Decimal, decimal, sum } from "./decimal";
import type { RefusalCase } from "./golden";
import type { CartLine } from "./lines";
import { type Payment, payCart } from "./payment";

vi.setConfig({ testTimeout: 60_000 });

/** A figure as the server answers it: without zeros at the end, but with at least the currency's decimals. */
function figure(value: Decimal, places = 0): string {
  const [whole, fraction = ""] = value.quantized(6).toString().split(".");
  const shown = fraction.replace(/0+$/, "").padEnd(places, "0");
  return shown ? `${whole}.${shown}` : String(whole);
}

function answerOf(priced: PricedCart, payment: Payment, places: number): unknown {
  const money = (value: Decimal) => String(value.quantized(places));
  const { settlement } = payment;
  if (!settlement) return null;
  return {
    status: settlement.status,
    payment_type: settlement.paymentType,
    subtotal: money(priced.subtotal),
    discount_amount: money(priced.discountAmount),
    promotion_amount: money(priced.promotionAmount),
    tax_amount: money(priced.taxAmount),
    rounding_amount: money(settlement.roundingAmount),
    total_amount: money(settlement.totalAmount),
    amount_paid: money(settlement.amountPaid),
    amount_due: money(settlement.amountDue),
    change: money(settlement.change),
    due_date: payment.dueDate,
    flags: priced.flags,
    promotions: priced.promotions.map(({ terms, amount, times, inPrices, coupon, shares }) => ({
      promotion: terms.id,
      name: terms.name,
      amount: money(amount),
      times,
      in_prices: inPrices,
      coupon,
      shares: Object.fromEntries([...shares].map(([number, share]) => [String(number), money(share)])),
    })),
    taxes: priced.taxes.map(({ code, rate, base, tax }) => ({
      code,
      rate: figure(rate),
      base: money(base),
      tax: money(tax),
    })),
    items: priced.lines.map((line) => ({
      line_no: line.number,
      quantity: figure(line.quantity),
      base_quantity: figure(line.baseQty),
      list_price: figure(line.listPrice, places),
      unit_price: figure(line.unitPrice, places),
      price_source: line.priceSource,
      line_discount: money(line.amounts.lineDiscount),
      promotion_discount: money(line.amounts.promotionDiscount),
      order_discount_share: money(line.amounts.orderDiscountShare),
      tax_code: line.taxCode,
      tax_rate: figure(line.taxRate),
      net: money(line.amounts.net),
      tax: money(line.amounts.tax),
      gross: money(line.amounts.gross),
    })),
    payments: settlement.tenders.map(({ method, tendered, change, amountPaid }) => ({
      payment_method: method,
      amount_paid: money(amountPaid),
      tendered: money(tendered),
      change: money(change),
    })),
  };
}

function sold(shop: ShopCase, cart: CartCase): { priced: PricedCart; payment: Payment } {
  const facts = factsOf(shop);
  const priced = priceCart(facts, cart, Date.parse(cart.at));
  const tenders = cart.tenders.map(([method, amount]) => ({ method, amount: decimal(amount) }));
  return { priced, payment: payCart(facts, cart, priced, tenders, cart.credit) };
}

describe("a whole cart", () => {
  const cases = shops.flatMap((shop) => shop.carts.map((cart) => ({ shop, cart })));

  it("comes to what a checkout of the server answers", () => {
    const done = cases.filter(({ cart }) => cart.answer);
    expect(done.length).toBeGreaterThan(100);
    for (const { shop, cart } of done) {
      const { priced, payment } = sold(shop, cart);
      expect([...priced.problems, ...priced.needs, ...payment.problems, ...payment.needs]).toEqual([]);
      expect(answerOf(priced, payment, priced.currency.decimals)).toEqual(cart.answer);
    }
  });

  it("is refused for what the server refuses it for, and says so before it is sent", () => {
    const refused = cases.filter(({ cart }) => cart.refusal);
    expect(refused.length).toBeGreaterThan(50);
    for (const { shop, cart } of refused) {
      const { priced, payment } = sold(shop, cart);
      const [first] = [
        ...priced.problems,
        ...priced.needs.map((need) => need.refusal),
        ...payment.problems,
        ...payment.needs.map((need) => need.refusal),
      ];
      expect(first?.code).toBe(cart.refusal?.code);
      expect(first?.data).toMatchObject(told(cart.refusal));
    }
  });

  it("sums to the cent whatever is wrong with it", () => {
    for (const { shop, cart } of cases) {
      const { priced } = sold(shop, cart);
      const of = (name: "net" | "tax" | "gross") => sum(priced.lines.map((line) => line.amounts[name]));
      expect(of("gross").equals(priced.total)).toBe(true);
      expect(of("net").plus(of("tax")).equals(priced.total)).toBe(true);
      expect(sum(priced.taxes.map((tax) => tax.tax)).equals(priced.taxAmount)).toBe(true);
      expect(sum(priced.lines.map((line) => line.amounts.promotionDiscount)).equals(priced.promotionAmount)).toBe(true);
    }
  });

  /** The figures of a refusal that a till has too; the words of others are the server's. */
  function told(refusal: RefusalCase | undefined): Record<string, unknown> {
    const { decimals: _, ...figures } = refusal?.data ?? {};
    return figures;
  }
});

describe("speed", () => {
  it("lets a till price 200 lines again at each key", () => {
    const shop = shops.find((each) => each.promotions.length > 5) ?? shops[0];
    if (!shop) throw new Error("no shop");
    const facts = factsOf(shop);
    const at = Date.parse("2024-06-12T10:00:00Z");
    const sellable = shop.products.filter((product) => product.life_cycle === "ACTIVE");
    const many = Array.from({ length: 200 }, (_, nth) => ({
      id: String(nth),
      product: sellable[nth % sellable.length]?.id ?? "",
      quantity: "1",
    }));
    // Time of the processor, in milliseconds: a busy machine makes nobody's rules slower.
    const best = (lines: CartLine[]): number => {
      const times = Array.from({ length: 30 }, () => {
        const start = process.cpuUsage();
        priceCart(facts, { lines }, at);
        const { user, system } = process.cpuUsage(start);
        return (user + system) / 1000;
      });
      return Math.min(...times);
    };
    expect(best(many)).toBeLessThan(10);
    expect(best(many.slice(0, 1))).toBeLessThan(1);
  });
});
