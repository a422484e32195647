// @vitest-environment node
import { describe, expect, it } from "vitest";
import { priceSale, type SaleAmounts } from "./amounts";
import { decimal } from "./decimal";
import { answered, golden, optional, type RefusalCase } from "./golden";
import { checkDiscounts, discountGiven, limitNeeded } from "./limits";
import { type Currency, percentOf, roundMoney } from "./money";
import { restToPay, type Settlement, settle } from "./settlement";
import { availableCredit, type CreditStanding, checkCredit, checkNotMerged } from "./standing";

interface LimitCase {
  max_discount: string;
  given: string;
  needed: string;
  refusal?: RefusalCase;
}
interface SaleCase {
  lines: Record<
    "unit_price" | "quantity" | "discount_percentage" | "discount_fixed" | "tax_rate" | "tax_code",
    string
  >[];
  discount_percentage: string;
  discount_fixed: string;
  prices_include_tax: boolean;
  currency: Currency;
  promoted: string | null;
  sale?: unknown;
  limits?: LimitCase[];
  refusal?: RefusalCase;
}
interface SettlementCase {
  currency: Currency;
  total: string;
  step: string;
  tenders: { method: string; amount: string }[];
  may_owe: boolean;
  settlement?: unknown;
  refusal?: RefusalCase;
}
interface CreditCase {
  standing: Record<string, string | boolean | number>;
  amount: string;
  checked: { override: boolean; flags?: string[]; refusal?: RefusalCase }[];
}

const EUR = { code: "EUR", decimals: 2 };

function priced(found: SaleCase): SaleAmounts {
  const promoted = optional(found.promoted);
  return priceSale(
    found.lines.map((line) => ({
      unitPrice: decimal(line.unit_price),
      quantity: decimal(line.quantity),
      discountPercentage: decimal(line.discount_percentage),
      discountFixed: decimal(line.discount_fixed),
      taxRate: decimal(line.tax_rate),
      taxCode: line.tax_code,
    })),
    {
      discountPercentage: decimal(found.discount_percentage),
      discountFixed: decimal(found.discount_fixed),
      pricesIncludeTax: found.prices_include_tax,
      currency: found.currency,
      promotions: promoted && ((left) => left.map((each) => roundMoney(percentOf(each, promoted), found.currency))),
    },
  );
}

function saleDocument(sale: SaleAmounts): unknown {
  return {
    subtotal: String(sale.subtotal),
    promotion_amount: String(sale.promotionAmount),
    discount_amount: String(sale.discountAmount),
    tax_amount: String(sale.taxAmount),
    total: String(sale.total),
    lines: sale.lines.map((line) => ({
      amount: String(line.amount),
      line_discount: String(line.lineDiscount),
      promotion_discount: String(line.promotionDiscount),
      order_discount_share: String(line.orderDiscountShare),
      net: String(line.net),
      tax: String(line.tax),
      gross: String(line.gross),
    })),
    taxes: sale.taxes.map(({ code, rate, base, tax }) => ({
      code,
      rate: String(rate),
      base: String(base),
      tax: String(tax),
    })),
  };
}

function settlementDocument(found: Settlement): unknown {
  return {
    rounding_amount: String(found.roundingAmount),
    total_amount: String(found.totalAmount),
    amount_paid: String(found.amountPaid),
    amount_due: String(found.amountDue),
    change: String(found.change),
    status: found.status,
    payment_type: found.paymentType,
    tenders: found.tenders.map((tender) => ({
      method: tender.method,
      tendered: String(tender.tendered),
      change: String(tender.change),
      amount_paid: String(tender.amountPaid),
    })),
  };
}

describe("a sale", () => {
  const cases = golden<SaleCase[]>("amounts");

  it("costs what it costs at the server, or is refused alike", () => {
    expect(cases.length).toBeGreaterThan(250);
    for (const found of cases) {
      const answer = answered(() => saleDocument(priced(found)));
      expect(answer).toEqual(found.refusal ? { refusal: found.refusal } : { value: found.sale });
    }
  });

  it("has discounts that a role may give, or tells which limit would do", () => {
    for (const found of cases.filter((each) => each.limits)) {
      const sale = priced(found);
      const checked = found.limits?.map(({ max_discount }) => {
        const answer = answered(() => checkDiscounts(sale, decimal(max_discount), found.currency));
        return {
          max_discount,
          given: String(discountGiven(sale)),
          needed: String(limitNeeded(sale, found.currency)),
          ...("refusal" in answer && answer),
        };
      });
      expect(checked).toEqual(found.limits);
    }
  });

  it("takes no price, quantity or discount below zero", () => {
    const [one] = cases;
    if (!one) throw new Error("no case");
    const [line] = one.lines;
    if (!line) throw new Error("no line");
    expect(() => priced({ ...one, lines: [{ ...line, quantity: "-1" }] })).toThrow(RangeError);
    expect(() => priced({ ...one, discount_fixed: "-1" })).toThrow(RangeError);
  });
});

describe("tenders", () => {
  it("settle a total as at the server, or are refused alike", () => {
    const cases = golden<SettlementCase[]>("settlements");
    expect(cases.length).toBeGreaterThan(300);
    for (const found of cases) {
      const answer = answered(() =>
        settlementDocument(
          settle(
            found.tenders.map(({ method, amount }) => ({ method, amount: decimal(amount) })),
            {
              total: decimal(found.total),
              currency: found.currency,
              cashRoundingStep: decimal(found.step),
              mayOwe: found.may_owe,
            },
          ),
        ),
      );
      expect(answer).toEqual(found.refusal ? { refusal: found.refusal } : { value: found.settlement });
    }
  });

  it.each(["GIFT_CARD", "CHEQUE", "cash"])("are not taken as %s", (method) => {
    const terms = { total: decimal("5"), currency: EUR, cashRoundingStep: decimal(0), mayOwe: false };
    expect(answered(() => settle([{ method, amount: decimal("5") }], terms))).toEqual({
      refusal: {
        code: "METHOD_NOT_AVAILABLE",
        data: { tender: 1, method, available: ["CARD", "CASH", "MOMO", "TRANSFER"] },
      },
    });
    expect(() => settle([], { ...terms, total: decimal("-1") })).toThrow(RangeError);
  });

  it.each([
    ["20.73", [], "CASH", "20.75"],
    ["20.73", [], "CARD", "20.73"],
    ["20.73", [["CASH", "10.00"]], "CASH", "10.75"],
    ["20.73", [["CARD", "10.00"]], "CASH", "10.73"],
    ["20.73", [["CASH", "30.00"]], "CARD", "0.00"],
  ])("of %s leave a rest, rounded where all of it is cash", (total, given, next, rest) => {
    const tenders = (given as [string, string][]).map(([method, amount]) => ({ method, amount: decimal(amount) }));
    const terms = { total: decimal(total), currency: EUR, cashRoundingStep: decimal("0.05") };
    expect(String(restToPay(tenders, next, terms))).toBe(rest);
  });
});

describe("a customer", () => {
  it("may buy and owe as at the server", () => {
    for (const { standing: row, amount, checked } of golden<CreditCase[]>("credit")) {
      const standing: CreditStanding = {
        isActive: row.is_active === true,
        salesBlocked: row.sales_blocked === true,
        creditBlocked: row.credit_blocked === true,
        creditLimit: decimal(String(row.credit_limit)),
        outstandingBalance: decimal(String(row.outstanding_balance)),
        overdueAmount: decimal(String(row.overdue_amount)),
        overdueDays: Number(row.overdue_days),
        graceDays: Number(row.grace_days),
      };
      const found = checked.map(({ override }) => {
        const answer = answered(() => checkCredit(standing, decimal(amount), override));
        return "value" in answer ? { override, flags: answer.value } : { override, ...answer };
      });
      expect(found).toEqual(checked);
      expect(availableCredit(standing).isNegative).toBe(false);
    }
  });

  it("who was merged into another one is not sold to", () => {
    expect(answered(() => checkNotMerged("a", "b"))).toEqual({
      refusal: { code: "CUSTOMER_MERGED", data: { customer: "a", merged_into: "b" } },
    });
    expect(checkNotMerged("a", null)).toBeUndefined();
  });
});
