/** What became of a sale that a till made without a connection, in words. */
import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Tone } from "@/components/ui/StatusBadge";
import type { Schemas } from "@/lib/api";

type Row = Schemas["OfflineSale"];

export const STATES: Readonly<Record<Row["state"], { words: MessageDescriptor; tone: Tone }>> = {
  ACCEPTED: { words: msg`Booked`, tone: "done" },
  ACCEPTED_WITH_NOTE: { words: msg`Booked with a note`, tone: "partly" },
  NEEDS_REVIEW: { words: msg`Not booked`, tone: "danger" },
  SETTLED: { words: msg`Settled by hand`, tone: "done" },
};

const FIELDS: Readonly<Record<string, MessageDescriptor>> = {
  unit_price: msg`Unit price`,
  list_price: msg`List price`,
  tax_rate: msg`Tax rate`,
  net: msg`Net`,
  tax: msg`Tax`,
  gross: msg`Gross`,
  lines: msg`Number of lines`,
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
