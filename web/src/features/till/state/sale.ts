/** A sale as the till writes it down before anybody sees its receipt. */
import type { KeptCart } from "./cart";

/**
 * ASKING: the server was asked and has not answered yet. DONE: the server has booked it. WAITING: sold offline, not sent.
 * SENDING, then what the intake says of it (docs/algorithms/offline.md).
 */
export type SaleState =
  | "ASKING"
  | "DONE"
  | "WAITING"
  | "SENDING"
  | "ACCEPTED"
  | "ACCEPTED_WITH_NOTE"
  | "NEEDS_REVIEW"
  | "SETTLED"
  | "REFUSED";

export interface ReceiptLine {
  name: string;
  sku: string;
  quantity: string;
  unit: string;
  unit_price: string;
  list_price: string;
  discount: string;
  total: string;
  serials: readonly string[];
}

/** What the customer gets, as figures; formats and words come when it is shown. */
export interface Receipt {
  number: string;
  at: string;
  operator: string;
  customer: string | null;
  currency: string;
  lines: readonly ReceiptLine[];
  subtotal: string;
  promotions: readonly { name: string; amount: string }[];
  discount: string;
  taxes: readonly { code: string; rate: string; base: string; tax: string }[];
  tax: string;
  rounding: string;
  total: string;
  tenders: readonly { method: string; amount: string }[];
  change: string;
  due: string;
  due_date: string | null;
  /** What is left on what was paid with, where the server has told. */
  left?: readonly Left[];
}

/** `amount` is money; of LOYALTY it is points. */
export interface Left {
  method: string;
  amount: string;
  /** The last signs of a card. */
  about: string;
}

export interface SaleRecord {
  id: string;
  state: SaleState;
  made_at: string;
  /** Under which the server was asked; asking again has no further effect. */
  key: string;
  receipt: Receipt;
  /** Its number in this device's queue, once it is sold offline. */
  sequence: number | null;
  envelope: { payload: string; signature: string } | null;
  flags: readonly string[];
  differences: readonly Record<string, unknown>[];
  code: string | null;
  detail: string | null;
  /** What the server was asked, to ask again under the same key. */
  request: { path: string; body: Record<string, unknown> } | null;
  /** What was asked of the same sale before it was to be paid otherwise, the newest first: one of all is booked. */
  earlier?: readonly Pick<SaleRecord, "key" | "receipt" | "request">[];
  /** Kept until it is sure that it was sold, to give the cart back where it was not. */
  cart: KeptCart | null;
  /** What was taken back of it at this till. */
  returns?: readonly { number: string; isVoid: boolean }[];
}

/** A sale under its receipt, of which nothing more is known. */
export function newRecord(one: Pick<SaleRecord, "id" | "state" | "key" | "receipt">): SaleRecord {
  return {
    ...one,
    made_at: one.receipt.at,
    sequence: null,
    envelope: null,
    flags: [],
    differences: [],
    code: null,
    detail: null,
    request: null,
    cart: null,
  };
}
