/** From a priced and settled cart to what the customer gets and what the server is sent. Pure. */
import type { PricedCart } from "@/domain/cart";
import { type Decimal, ZERO } from "@/domain/decimal";
import { roundMoney } from "@/domain/money";
import type { Payment } from "@/domain/payment";
import type { Settlement } from "@/domain/settlement";
import type { Memory } from "../local/memory";
import type { KeptCart } from "./cart";
import { asked } from "./mirror";
import type { Receipt } from "./sale";
import type { TenderLine } from "./till";

const text = (value: Decimal) => value.toString();

/** What is asked of the server: the body of `checkout`, without who and when. */
export function checkoutBody(cart: KeptCart, tenders: readonly TenderLine[]): Record<string, unknown> {
  return {
    type: cart.sale_type,
    customer: cart.customer?.id ?? null,
    customer_site: cart.site,
    discount_percentage: cart.discount_percentage,
    discount_amount: cart.discount_amount,
    coupons: cart.coupons.map((coupon) => coupon.code),
    items: cart.lines.map((line) => ({ product: line.product, packaging: line.packaging ?? null, ...asked(line) })),
    payments: payments(tenders),
  };
}

export function payments(tenders: readonly TenderLine[]): Record<string, unknown>[] {
  return tenders.map(({ method, amount, reference, code }) => ({
    payment_method: method,
    amount_paid: amount,
    ...(reference ? { transaction_reference: reference } : {}),
    ...(code ? { code } : {}),
  }));
}

/** The figures of the envelope's `shown` (docs/algorithms/offline.md). */
export function shownOf(priced: PricedCart, settlement: Settlement, memory: Memory): Record<string, unknown> {
  return {
    currency: priced.currency.code,
    prices_include_tax: memory.settings.business.prices_include_tax,
    lines: priced.lines.map((line) => ({
      product_name: line.product.name,
      unit_price: text(line.unitPrice),
      list_price: text(line.listPrice),
      tax_code: line.taxCode,
      tax_rate: text(line.taxRate),
      promotion_discount: text(line.amounts.promotionDiscount),
      net: text(line.amounts.net),
      tax: text(line.amounts.tax),
      gross: text(line.amounts.gross),
    })),
    promotions: priced.promotions.map((used) => ({
      promotion: used.terms.id,
      name: used.terms.name,
      amount: text(used.amount),
      times: used.times,
      in_prices: used.inPrices,
      coupon: used.coupon ?? "",
      shares: Object.fromEntries([...used.shares].map(([line, share]) => [line, text(share)])),
    })),
    subtotal: text(priced.subtotal),
    promotion_amount: text(priced.promotionAmount),
    discount_amount: text(priced.discountAmount),
    tax_amount: text(priced.taxAmount),
    rounding_amount: text(settlement.roundingAmount),
    total_amount: text(settlement.totalAmount),
    amount_paid: text(settlement.amountPaid),
    amount_due: text(settlement.amountDue),
    change: text(settlement.change),
  };
}

interface Making {
  priced: PricedCart;
  payment: Pick<Payment, "dueDate">;
  settlement: Pick<Settlement, "roundingAmount" | "totalAmount" | "change" | "amountDue"> & {
    tenders: readonly { method: string; tendered: Decimal }[];
  };
  memory: Memory;
  cart: KeptCart;
  number: string;
  at: string;
}

export function receiptOf({ priced, payment, settlement, memory, cart, number, at }: Making): Receipt {
  return {
    number,
    at,
    operator: (memory.settings.operator as { name?: string }).name ?? "",
    customer: cart.customer?.name ?? null,
    currency: priced.currency.code,
    lines: priced.lines.map((line) => ({
      name: line.product.name,
      sku: line.product.sku,
      quantity: text(line.quantity),
      unit: line.packaging?.name ?? memory.unitCodes.get(line.product.unit) ?? "",
      unit_price: text(line.unitPrice),
      list_price: text(line.listPrice),
      discount: text(line.amounts.lineDiscount),
      total: text(line.amounts.amount.minus(line.amounts.lineDiscount)),
      serials: cart.lines.find((one) => one.id === line.id)?.serials ?? [],
    })),
    subtotal: text(priced.subtotal),
    promotions: priced.promotions
      .filter((used) => !used.inPrices)
      .map((used) => ({ name: used.terms.name, amount: text(used.amount) })),
    discount: text(priced.discountAmount),
    taxes: priced.taxes.map((tax) => ({
      code: tax.code,
      rate: text(tax.rate),
      base: text(tax.base),
      tax: text(tax.tax),
    })),
    tax: text(priced.taxAmount),
    rounding: text(settlement.roundingAmount),
    total: text(settlement.totalAmount),
    tenders: settlement.tenders.map((tender) => ({ method: tender.method, amount: text(tender.tendered) })),
    change: text(settlement.change),
    due: text(settlement.amountDue),
    due_date: payment.dueDate,
  };
}

/** What the customer saved against list prices, by promotions and discounts. */
export function saved(priced: PricedCart): Decimal {
  return priced.lines
    .reduce((total, line) => {
      const [list, unit] = [line.listPrice, line.unitPrice].map((each) =>
        roundMoney(each.times(line.quantity), priced.currency),
      );
      const off = (list ?? ZERO).minus(unit ?? ZERO); // of amounts as they are shown
      return total.plus(off.isNegative ? ZERO : off).plus(line.amounts.lineDiscount);
    }, ZERO)
    .plus(priced.promotionAmount)
    .plus(priced.discountAmount);
}
