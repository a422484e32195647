/** Refusals of refunds, exchanges, shifts and papers, in the reader's language. */
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

type Told = (data: Record<string, unknown>) => MessageDescriptor;

const text = (value: unknown) => (value === undefined || value === null ? "" : String(value));

const list = (value: unknown) => (Array.isArray(value) ? value.join(", ") : text(value));

export const RETURN_WORDS: Record<string, Told> = {
  SALE_NOT_FOUND: () => msg`There is no such sale, or not for you to see.`,
  SALE_NOT_COMPLETED: () => msg`This sale is not completed, so nothing of it can come back.`,
  NOTHING_TO_REFUND: () => msg`Choose what comes back first.`,
  REFUND_TOO_MUCH: (data) => msg`Only ${text(data.left)} of this can still come back.`,
  REFUND_DECIDED: () => msg`Somebody has decided on this already. Look at it again.`,
  PAYMENT_NOT_FAILED: () => msg`The provider has not refused it, or gave it back after all. Look at it again.`,
  PAYMENT_REPLACED: () => msg`This was given back another way already. Load the page again.`,
  REFUND_NOT_APPROVED: () => msg`This was not approved, or is done already. Look at it again.`,
  REFUND_NEEDS_ANOTHER_APPROVER: (data) =>
    msg`You asked for this. Above ${text(data.limit)} somebody else approves it.`,
  REFUND_IS_EXCHANGE: () => msg`This was asked for as an exchange. Choose the new goods.`,
  WARRANTY_EXPIRED: () => msg`The time to bring some of these goods back is over. Who approves it says why.`,
  OVERRIDE_NEEDS_REASON: () => msg`Say why goods are taken back after their time.`,
  REJECTION_NEEDS_REASON: () => msg`Say why this is rejected.`,
  SALE_REFUNDED: () => msg`All of this sale was given back already.`,
  VOID_NEEDS_REASON: () => msg`Say why the sale is voided.`,
  RETURNED_ALREADY: () => msg`Some of these goods are back already. Look at the sale again.`,
  SERIAL_NOT_SOLD: () => msg`A piece with this number was not sold.`,
  SERIAL_RETURNED: (data) => msg`Given back already: ${list(data.serials)}.`,
  SERIAL_IN_STOCK: () => msg`A piece with this number is here already.`,
  LOCATION_REQUIRED: () => msg`Say to which location the goods go.`,
  REFUND_PRICE_TOO_HIGH: (data) => msg`At most ${text(data.highest)} for one goes back without a receipt.`,
  REFUND_NOT_IN_COINS: (data) => msg`There are no coins for ${text(data.amount)}. Give it back as store credit.`,
  REFUND_ABOVE_PAYMENT: () => msg`More would go back to a payment than it paid.`,
  VOID_TOO_LATE: () => msg`This sale's shift or day is over. Take the goods back as a refund instead.`,
  MAIL_NOT_SET_UP: () => msg`No mail server is set up. Print the receipt instead.`,
  BAD_EMAIL: () => msg`This is no e-mail address. Check it.`,
  SHIFT_NOT_OPEN: () => msg`No shift is open at this till. Open one first.`,
  SHIFT_ALREADY_OPEN: () => msg`A shift is open at this till already.`,
  SHIFT_CLOSED: (data) => msg`This shift is closed already, as Z report ${text(data.z_number)}.`,
  SHIFT_AT_TERMINAL: () => msg`A shift is opened at a till.`,
  DRAWER_TOO_LITTLE: () => msg`There is not that much cash in the drawer.`,
  CASH_NEEDS_NOTE: () => msg`Say what the cash is for.`,
  CASH_NOT_COUNTED: () => msg`Count the cash in the drawer first.`,
};
