/** The words of sales: what became of them, how they were paid, what they are marked with. */
import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

export { METHODS, methodWords } from "@/components/tenders";

import type { Tone } from "@/components/ui/StatusBadge";
import type { Schemas } from "@/lib/api";

type Words = Readonly<Record<string, MessageDescriptor>>;

const said = (words: Words, code: string) => (words[code] ? i18n._(words[code]) : code);

export const STATUSES: Readonly<Record<Schemas["SaleStatus"], { words: MessageDescriptor; tone: Tone }>> = {
  DRAFT: { words: msg`Open cart`, tone: "draft" },
  PENDING: { words: msg`Not paid yet`, tone: "waiting" },
  PARTIAL: { words: msg`Partly paid`, tone: "partly" },
  COMPLETED: { words: msg`Paid`, tone: "done" },
  REFUNDED: { words: msg`Refunded`, tone: "cancelled" },
  CANCELLED: { words: msg`Given up`, tone: "cancelled" },
};

export const PAYMENT_STATUSES: Readonly<Record<Schemas["PaymentStatus"], { words: MessageDescriptor; tone: Tone }>> = {
  PENDING: { words: msg`Waiting`, tone: "waiting" },
  SUCCESSFUL: { words: msg`Taken`, tone: "done" },
  FAILED: { words: msg`Failed`, tone: "danger" },
  CANCELLED: { words: msg`Cancelled`, tone: "cancelled" },
  EXPIRED: { words: msg`Expired`, tone: "cancelled" },
};

export const TYPES: Words = { RETAIL: msg`Retail`, WHOLESALE: msg`Wholesale` };
export const ORIGINS: Words = {
  ONLINE: msg`At a till`,
  OFFLINE: msg`At a till without a connection`,
  IMPORT: msg`Brought in from elsewhere`,
};

const FLAGS: Words = {
  FLOOR_RAISED: msg`A price was below the lowest allowed and was raised to it.`,
  BELOW_FLOOR: msg`Something was sold below its lowest allowed price.`,
  PRICE_DIFFERS: msg`The till had computed another total than the server.`,
  COUPON_NOT_APPLIED: msg`A coupon was shown that gave nothing.`,
  SERIALS_MISSING: msg`Serial numbers of some pieces are missing.`,
  OVERSOLD: msg`More was sold than the books had in stock.`,
  REPRICED: msg`Prices had changed by the time the sale arrived.`,
  "OVERRIDE:CREDIT_BLOCKED": msg`Sold on account although credit was blocked.`,
  "OVERRIDE:OVER_CREDIT_LIMIT": msg`Sold on account beyond the credit limit.`,
  "OVERRIDE:OVERDUE": msg`Sold on account although debts were overdue.`,
};

export const FLAG_NAMES: Words = {
  OVERSOLD: msg`Oversold`,
  PRICE_DIFFERS: msg`Other total at the till`,
  BELOW_FLOOR: msg`Below the lowest price`,
  COUPON_NOT_APPLIED: msg`Coupon without effect`,
  SERIALS_MISSING: msg`Serial numbers missing`,
  "OVERRIDE:OVER_CREDIT_LIMIT": msg`Beyond the credit limit`,
  "OVERRIDE:OVERDUE": msg`Overdue customer`,
};

export const flagWords = (code: string) => said(FLAGS, code);
export const typeWords = (code: string) => said(TYPES, code);
export const originWords = (code: string) => said(ORIGINS, code);
/** The short names of a sale's marks, for a column. */
export const flagNames = (flags: readonly string[]) =>
  flags.map((flag) => (FLAG_NAMES[flag] ? i18n._(FLAG_NAMES[flag]) : flagWords(flag)));
