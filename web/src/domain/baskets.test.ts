// @vitest-environment node
import { expect, it } from "vitest";
import { applyPromotions } from "./baskets";
import { decimal } from "./decimal";
import type { PromotionRow } from "./facts";
import { golden, promotion } from "./golden";
import type { Currency } from "./money";
import { basketAmount, type PricePolicy } from "./priceTypes";

interface BasketCase {
  lines: {
    number: number;
    product: string;
    group: string | null;
    base_qty: string;
    amount: string;
    is_promoted: boolean;
    is_fixed: boolean;
  }[];
  offered: [PromotionRow, string][];
  policy: PricePolicy;
  prices_include_tax: boolean;
  currency: Currency;
  basket: unknown;
}

const cases = golden<BasketCase[]>("baskets");

it("promotions take off a basket what they do at the server", () => {
  expect(cases.length).toBeGreaterThan(400);
  for (const found of cases) {
    const basket = applyPromotions(
      found.lines.map((line) => ({
        number: line.number,
        product: line.product,
        group: line.group,
        baseQty: decimal(line.base_qty),
        amount: decimal(line.amount),
        isPromoted: line.is_promoted,
        isFixed: line.is_fixed,
      })),
      found.offered.map(([row, why]) => ({ terms: promotion(row), why })),
      { policy: found.policy, pricesIncludeTax: found.prices_include_tax, currency: found.currency },
    );
    expect({
      offers: basket.offers.map(({ terms, amount, times, shares }) => ({
        promotion: terms.id,
        amount: String(amount),
        times,
        shares: Object.fromEntries([...shares].map(([number, share]) => [String(number), String(share)])),
      })),
      passed: basket.passed.map(({ terms, why }) => [terms.id, why]),
      amount: String(basketAmount(basket)),
    }).toEqual(found.basket);
  }
});
