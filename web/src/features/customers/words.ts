/** What the API's kinds are called here. */
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

export const TYPES: Record<string, MessageDescriptor> = { PERSON: msg`Person`, COMPANY: msg`Company` };

export const SALE_TYPES: Record<string, MessageDescriptor> = { RETAIL: msg`Retail`, WHOLESALE: msg`Wholesale` };

export const CATEGORIES: Record<string, MessageDescriptor> = {
  REGULAR: msg`Regular`,
  VIP: msg`VIP`,
  PROBLEMATIC: msg`Problematic`,
};

export const SEGMENTS: Record<string, MessageDescriptor> = {
  CHAMPION: msg`Champions: lately, often and for much`,
  LOYAL: msg`Loyal: often, and not long ago`,
  POTENTIAL: msg`Potential: lately, not often yet`,
  NEW: msg`New: lately, for the first time`,
  NEEDS_ATTENTION: msg`Need attention: neither lately nor long ago`,
  AT_RISK: msg`At risk: often or for much, but long ago`,
  HIBERNATING: msg`Hibernating: long ago`,
  LOST: msg`Lost: longest ago`,
  PROSPECT: msg`Prospects: never bought anything`,
};

export const ENTRIES: Record<string, MessageDescriptor> = {
  SALE: msg`Sale on credit`,
  PAYMENT: msg`Payment`,
  ADJUSTMENT: msg`Adjustment`,
  OPENING: msg`Opening balance`,
  MERGE: msg`Moved by a merge`,
};

export const METHODS: Record<string, MessageDescriptor> = {
  CASH: msg`Cash`,
  CARD: msg`Card`,
  MOMO: msg`Mobile money`,
  TRANSFER: msg`Bank transfer`,
  GIFT_CARD: msg`Gift card`,
  STORE_CREDIT: msg`Store credit`,
  LOYALTY: msg`Loyalty points`,
};

export const PAYMENT_STATES: Record<string, MessageDescriptor> = {
  PENDING: msg`Waiting`,
  SUCCESSFUL: msg`Received`,
  FAILED: msg`Failed`,
  CANCELLED: msg`Cancelled`,
  EXPIRED: msg`Expired`,
};

export const SALE_STATES: Record<string, MessageDescriptor> = {
  DRAFT: msg`Open cart`,
  PENDING: msg`To pay`,
  PARTIAL: msg`Partly paid`,
  COMPLETED: msg`Paid`,
  REFUNDED: msg`Refunded`,
  CANCELLED: msg`Cancelled`,
};

export const ALIKE: Record<string, MessageDescriptor> = {
  PHONE: msg`same phone`,
  TAX_NUMBER: msg`same tax number`,
  NAME: msg`very similar name`,
};

export const CONFLICTS: Record<string, MessageDescriptor> = {
  SALES_BLOCKED: msg`Sales are blocked for the one who goes; the block would be lost.`,
  CREDIT_BLOCKED: msg`Credit is blocked for the one who goes; the block would be lost.`,
  OVER_CREDIT_LIMIT: msg`What both owe is more than the credit limit of the one who stays.`,
  TAX_NUMBER_DIFFERS: msg`The tax numbers differ; the one who stays keeps their own.`,
  PHONE_DIFFERS: msg`The phones differ; the one who stays keeps their own.`,
  EMAIL_DIFFERS: msg`The e-mail addresses differ; the one who stays keeps their own.`,
};
