/** What is noted of sales that a till made without a connection, in the same words at the till and in the back office. */
import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

export const FLAGS: Readonly<Record<string, MessageDescriptor>> = {
  OVERSOLD: msg`More was sold than the books had`,
  REPRICED: msg`The books would have charged something else`,
  SERIALS_MISSING: msg`Serial numbers are missing`,
  DISCOUNT_NOT_ALLOWED: msg`A discount above the seller's limit`,
  PRICE_OVERRIDE_NOT_ALLOWED: msg`A price set by hand without the right to`,
  BELOW_FLOOR: msg`Below the lowest allowed price`,
  FLOOR_RAISED: msg`The lowest allowed price was raised since`,
  CREDIT_NOT_GRANTED: msg`More stays owed than the till may allow offline`,
  OVER_CREDIT_LIMIT: msg`Above the customer's credit limit`,
  OVERDUE: msg`The customer has overdue debts`,
  CREDIT_BLOCKED: msg`Credit is switched off for the customer`,
  CUSTOMER_BLOCKED: msg`Sales to the customer are blocked`,
  CUSTOMER_MERGED: msg`The customer was merged into another one`,
  TENDER_NOT_GRANTED: msg`A payment method that is not taken offline`,
  PRODUCT_NOT_SELLABLE: msg`A product that is not sold any more`,
  COUPON_NOT_APPLIED: msg`A coupon took nothing off`,
  PROMOTION_NOT_COUNTED: msg`A promotion that was used up or ended`,
  GRANT_EXPIRED: msg`The leave to sell offline had ended`,
  GRANT_REVOKED: msg`The seller had lost the right`,
  TERMINAL_INACTIVE: msg`The till was out of use`,
  CLOCK_OFF: msg`The till's clock was wrong`,
  BOOKED_ONLINE: msg`Was booked before the connection broke`,
};

export const flagText = (code: string) => (FLAGS[code] ? i18n._(FLAGS[code]) : code);
export const flagsText = (flags: readonly string[]) => flags.map(flagText).join(" · ");

/** Why it could not be booked, and what to do; the server's own sentence says the particulars. */
export const ADVICE: Readonly<Record<string, MessageDescriptor>> = {
  PRODUCT_NOT_FOUND: msg`Add the product or its barcode, then book it again.`,
  PACKAGING_NOT_FOUND: msg`Add the packaging, then book it again.`,
  CUSTOMER_NOT_FOUND: msg`Add the customer, then book it again.`,
  SITE_NOT_FOUND: msg`Add the customer's site, then book it again.`,
  RECEIPT_INCONSISTENT: msg`The receipt does not add up. Compare it with the paper, then settle it by hand.`,
  RECEIPT_NUMBER_WRONG: msg`The number of the receipt is not of this till. Settle it by hand.`,
  RECEIPT_NUMBER_TAKEN: msg`The till gave this number twice. Book it by hand under another one, then settle it.`,
  SEQUENCE_REUSED: msg`The till counted this sale twice. If the money is there, book it again.`,
  SALE_ID_REUSED: msg`Another sale stands in its place. Compare both, then settle it by hand.`,
  GRANT_INVALID: msg`The till had no leave to sell offline. Ask who sold, then settle it by hand.`,
  BAD_SIGNATURE: msg`This was changed after the till had signed it. Ask who brought it, then settle it.`,
  PAYLOAD_VERSION_UNKNOWN: msg`The till is newer than the server. Update the server, then book it again.`,
};

export const adviceText = (code: string): string | null => (ADVICE[code] ? i18n._(ADVICE[code]) : null);
