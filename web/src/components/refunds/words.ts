/** The words of refunds: where one stands, why goods come back, where they go, and how money goes back. */
import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg, plural } from "@lingui/core/macro";
import type { Tone } from "@/components/ui/StatusBadge";
import type { Schemas } from "@/lib/api";

type Words<K extends string> = Readonly<Record<K, MessageDescriptor>>;

export const STATUSES: Readonly<Record<Schemas["RefundStatus"], { words: MessageDescriptor; tone: Tone }>> = {
  PENDING: { words: msg`Requested`, tone: "waiting" },
  APPROVED: { words: msg`Approved`, tone: "partly" },
  PROCESSED: { words: msg({ message: "Given back", context: "a refund" }), tone: "done" },
  REJECTED: { words: msg`Rejected`, tone: "cancelled" },
};

export const KINDS: Words<Schemas["RefundKind"]> = {
  RETURN: msg`Goods brought back`,
  VOID: msg`Voided sale`,
};

export const WAYS: Words<Schemas["RefundMethod"]> = {
  CASH: msg`Cash`,
  ORIGINAL_PAYMENT: msg`The way it was paid`,
  CREDIT_NOTE: msg`Credit note`,
  EXCHANGE: msg`Exchange of goods`,
};

export const REASONS: Words<Schemas["RefundReason"]> = {
  DEFECTIVE: msg`Defective`,
  DAMAGED: msg`Damaged`,
  EXPIRED: msg`Past its date`,
  WRONG_ITEM: msg`Wrong item`,
  CHANGED_MIND: msg`Changed their mind`,
  PRICE_ERROR: msg`Wrong price`,
  OTHER: msg`Other reason`,
};

export const DESTINATIONS: Words<Schemas["RefundDestination"]> = {
  SHELF: msg`Back on the shelf`,
  LOCATION: msg`To another location`,
  DAMAGED: msg`Written off as damaged`,
  NONE: msg`Not taken back`,
};

/** What was said of the warranty of a line: the days that decide, and never a bare yes or no. */
export function warrantyWords(told: {
  is_refundable: boolean;
  days_since_purchase: number;
  warranty_days: number;
  remaining_days: number;
}): string {
  const { is_refundable, days_since_purchase: since, warranty_days: allowed, remaining_days: left } = told;
  if (is_refundable) {
    if (left === 0) return i18n._(msg`In time: today is the last day`);
    return i18n._(msg`${plural(left, { one: "In time: # day left", other: "In time: # days left" })}`);
  }
  if (since <= allowed) return i18n._(msg`All of it was brought back already`);
  const days = String(allowed);
  return i18n._(
    msg`${plural(since, {
      one: `Too late: bought # day ago, ${days} allowed`,
      other: `Too late: bought # days ago, ${days} allowed`,
    })}`,
  );
}
