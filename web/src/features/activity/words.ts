/** What can be brought in and taken out, and how far an import is. */
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Tone } from "@/components/ui/StatusBadge";
import type { Schemas } from "@/lib/api";
import type { Kind } from "./api";

export const KINDS: Readonly<Record<Kind, { name: MessageDescriptor; what: MessageDescriptor }>> = {
  products: { name: msg`Products`, what: msg`Number, name, unit, tax category, barcodes, group and brand` },
  prices: { name: msg`Prices`, what: msg`Base prices by product` },
  customers: { name: msg`Customers`, what: msg`With what they owe from before` },
  suppliers: { name: msg`Suppliers`, what: msg`With their terms` },
  opening_stock: { name: msg`Opening stock`, what: msg`What is on the shelves on the first day, and what it cost` },
};
export const ORDER: readonly Kind[] = ["products", "prices", "customers", "suppliers", "opening_stock"];

export const STATES: Readonly<Record<Schemas["ImportStatus"], { words: MessageDescriptor; tone: Tone }>> = {
  UPLOADED: { words: msg`Waiting to be checked`, tone: "waiting" },
  CHECKING: { words: msg`Being checked`, tone: "waiting" },
  CHECKED: { words: msg`Checked, not applied yet`, tone: "partly" },
  REFUSED: { words: msg`Has problems`, tone: "danger" },
  APPLYING: { words: msg`Being applied`, tone: "waiting" },
  APPLIED: { words: msg`Applied`, tone: "done" },
  FAILED: { words: msg`Failed`, tone: "danger" },
};
