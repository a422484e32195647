/** The words of workflows: kinds of documents, what takes a way by itself, and the lists that documents of a kind are in. */
import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { answer, desk, type Schemas } from "@/lib/api";

const KINDS: Readonly<Record<string, MessageDescriptor>> = {
  REQUEST: msg`Purchase requests`,
  ORDER: msg`Purchase orders`,
  DELIVERY: msg`Deliveries`,
  RECEIPT: msg`Deliveries`,
  INVOICE: msg`Supplier invoices`,
  RETURN: msg`Returns to suppliers`,
  LANDED_COST: msg`Landed costs`,
  TRANSFER: msg`Transfers`,
  ADJUSTMENT: msg`Stock adjustments`,
  COUNT: msg`Stock counts`,
};

/** The list of a kind's documents, where one can ask how many are in a status. */
const LISTS: Readonly<Record<string, string>> = {
  REQUEST: "/api/purchase-requests/",
  ORDER: "/api/purchase-orders/",
  DELIVERY: "/api/delivery-receipts/",
  RECEIPT: "/api/delivery-receipts/",
  INVOICE: "/api/supplier-invoices/",
  RETURN: "/api/supplier-returns/",
  LANDED_COST: "/api/landed-costs/",
  TRANSFER: "/api/stock-transfers/",
  ADJUSTMENT: "/api/stock-adjustments/",
  COUNT: "/api/stock-counts/",
};

const TRIGGERS: Readonly<Record<string, MessageDescriptor>> = {
  MANUAL: msg`By hand`,
  CONVERTED: msg`By itself, when the next document is made`,
  PARTLY_RECEIVED: msg`By itself, when some of it has come`,
  RECEIVED: msg`By itself, when all of it has come`,
  REOPENED: msg`By itself, when something was taken back`,
};

export const TRIGGER_CODES = Object.keys(TRIGGERS);
const key = (kind: string) => Object.keys(KINDS).find((one) => kind.includes(one)) ?? kind;
export const kindWords = (kind: string) => {
  const words = KINDS[key(kind)];
  return words ? i18n._(words) : kind;
};
export const triggerWords = (code: string) => (TRIGGERS[code] ? i18n._(TRIGGERS[code]) : code);

/** How many documents of a type are in a status. */
export async function documentsIn(type: Schemas["DocumentType"], status: string, signal: AbortSignal) {
  const list = LISTS[key(type.kind)];
  if (!list) return undefined;
  const query = { document_type: type.id, status, count: "exact", page_size: 1 } as never;
  const found = await answer(desk.GET(list as "/api/purchase-orders/", { params: { query }, signal }));
  return found.count?.rows;
}
