/** What an event of the audit log tells besides its kind: terms and values that a person can read. */
import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { price, quantity } from "@/lib/format";
import { codeWords, fieldWords } from "./codes";

const FACTS: Readonly<Record<string, MessageDescriptor>> = {
  receipt_number: msg`Receipt`,
  total_amount: msg`Total`,
  net_amount: msg`Without tax`,
  amount_due: msg`Left to pay`,
  amount: msg`Amount`,
  amount_paid: msg`Paid`,
  kept: msg`Kept as credit`,
  credit_limit: msg`Credit limit`,
  max_discount: msg`Highest discount`,
  payment_method: msg`Method`,
  method: msg`Method`,
  payment_type: msg`Paid by`,
  reason: msg`Reason`,
  quantity: msg`Quantity`,
  reorder_point: msg`Order at`,
  target_qty: msg`Fill up to`,
  available: msg`Left to sell`,
  number: msg`Number`,
  supplier_number: msg`Supplier's number`,
  next_number: msg`Next number`,
  kind: msg`Kind`,
  code: msg`Code`,
  name: msg`Name`,
  email: msg`E-mail`,
  role: msg`Role`,
  from_status: msg`From status`,
  to_status: msg`To status`,
  state: msg`State`,
  changed: msg`Changed`,
  fields: msg`Changed`,
  changes: msg`Changed`,
  comment: msg`Comment`,
  file_name: msg`File`,
  rows: msg`Rows`,
  lines: msg`Lines`,
  proposals: msg`Proposals`,
  reservations: msg`Reservations`,
  flags: msg`Marked`,
  unit_price: msg`Unit price`,
  price: msg`Price`,
  barcode: msg`Barcode`,
  sku: msg`SKU`,
  page: msg`Page`,
  action: msg`What`,
  terminal: msg`Till`,
};
const AMOUNTS = new Set([
  "total_amount",
  "net_amount",
  "amount_due",
  "amount",
  "amount_paid",
  "kept",
  "credit_limit",
  "unit_price",
  "price",
]);
const QUANTITIES = new Set(["quantity", "reorder_point", "target_qty", "available"]);
const FIELDS = new Set(["changed", "fields", "changes"]);

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-/;
const FIGURE = /^-?\d+(\.\d+)?$/;

/** A code, such as CASH, in words; a name that somebody gave as it is. */
function text(name: string, value: string, currency: string): string {
  if (ID.test(value)) return "";
  if (FIGURE.test(value) && AMOUNTS.has(name)) return price(value, currency);
  if (FIGURE.test(value) && QUANTITIES.has(name)) return quantity(value);
  if (FIELDS.has(name)) return fieldWords(value);
  return codeWords(value);
}

function factText(name: string, value: unknown, currency: string): string {
  if (Array.isArray(value)) {
    const each = value.map((one) => factText(name, one, currency)).filter(Boolean);
    return [...new Set(each)].join(", ");
  }
  if (typeof value === "string") return text(name, value, currency);
  return typeof value === "number" ? String(value) : "";
}

type Told = Record<string, unknown>;
const asTold = (data: unknown): Told => (typeof data === "object" && data !== null ? (data as Told) : {});

/** Terms and values; ids are left out. `currency`: of amounts whose event names none. */
export function eventFacts(data: unknown, currency: string): [term: string, value: string][] {
  const told = asTold(data);
  const own = typeof told.currency === "string" ? told.currency : currency;
  return Object.entries(told)
    .map(([name, value]): [string, string] => [FACTS[name] ? i18n._(FACTS[name]) : "", factText(name, value, own)])
    .filter(([term, value]) => term && value);
}

/** The product that an event is about, by its id. */
export function productOf(event: { event_type: string; event_data?: unknown }): string | undefined {
  const told = asTold(event.event_data);
  const id = told.product_id ?? told.product ?? (event.event_type.startsWith("product.") ? told.id : undefined);
  return typeof id === "string" && ID.test(id) ? id : undefined;
}
