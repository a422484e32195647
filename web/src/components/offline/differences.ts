/** What differs between a receipt that a till made without a connection and the books, figure by figure. */
import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

/** A figure that the receipt shows beside what the books make of it; line 0 is the whole sale. */
export interface Difference {
  line: number;
  field: string;
  charged: string;
  ours: string;
}

const text = (value: unknown) => (typeof value === "string" || typeof value === "number" ? String(value) : "");

/** As the server tells them of a sale that was booked, or of one that does not add up. */
export function differencesIn(rows: unknown): Difference[] {
  if (!Array.isArray(rows)) return [];
  return (rows as Record<string, unknown>[]).map((one) => ({
    line: Number(one.line ?? 0),
    field: text(one.field),
    charged: text(one.charged ?? one.shown),
    ours: text(one.ours ?? one.computed),
  }));
}

const FIELDS: Readonly<Record<string, MessageDescriptor>> = {
  unit_price: msg`Unit price`,
  list_price: msg`List price`,
  tax_rate: msg`Tax rate`,
  net: msg`Net`,
  tax: msg`Tax`,
  gross: msg`Gross`,
  lines: msg`Number of lines`,
  receipt_number: msg`Number of the receipt`,
  subtotal: msg`Subtotal`,
  promotion_discount: msg`Promotion`,
  promotion_amount: msg`Promotions`,
  discount_amount: msg`Discount`,
  tax_amount: msg`Tax`,
  rounding_amount: msg`Rounding`,
  total_amount: msg`Total`,
  amount_paid: msg`Paid`,
  amount_due: msg`Left to pay`,
  change: msg`Change given`,
};

export const fieldText = (name: string) => (FIELDS[name] ? i18n._(FIELDS[name]) : name);
