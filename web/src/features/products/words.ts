/** What the server calls by codes, in the words of a shop. */
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Tone } from "@/components/ui/StatusBadge";
import { quantity } from "@/lib/format";
import type { Finding, LifeCycle } from "./api";

export const STAGES: Record<LifeCycle, { label: MessageDescriptor; tone: Tone }> = {
  NEW: { label: msg`New`, tone: "draft" },
  ACTIVE: { label: msg`On sale`, tone: "done" },
  PHASE_OUT: { label: msg`Selling out`, tone: "partly" },
  DISCONTINUED: { label: msg`Discontinued`, tone: "cancelled" },
  ARCHIVED: { label: msg`Archived`, tone: "cancelled" },
};

/** The steps that each stage permits, the usual one first. */
export const NEXT: Record<LifeCycle, readonly { to: LifeCycle; verb: MessageDescriptor }[]> = {
  NEW: [
    { to: "ACTIVE", verb: msg`Put on sale` },
    { to: "ARCHIVED", verb: msg`Archive` },
  ],
  ACTIVE: [
    { to: "PHASE_OUT", verb: msg`Sell out` },
    { to: "DISCONTINUED", verb: msg`Discontinue` },
  ],
  PHASE_OUT: [
    { to: "ACTIVE", verb: msg`Keep on sale` },
    { to: "DISCONTINUED", verb: msg`Discontinue` },
  ],
  DISCONTINUED: [
    { to: "ACTIVE", verb: msg`Put on sale again` },
    { to: "ARCHIVED", verb: msg`Archive` },
  ],
  ARCHIVED: [],
};

export const KINDS = { GOODS: msg`Goods`, SERVICE: msg`Service` } as const;

/** A list of names, a figure as the reader writes it, or a word as it is. */
function told(value: unknown): string {
  if (Array.isArray(value)) return value.join(", ");
  const text = String(value ?? "");
  return /^-?\d+\.\d+$/.test(text) ? quantity(text) : text;
}

type Sentence = (figures: Record<string, unknown>) => MessageDescriptor;

const FINDINGS: Record<string, Sentence> = {
  NO_PRICE: () => msg`There is no price, so it can't be sold.`,
  NO_PRICE_AT_LOCATION: (data) => msg`There is no price at ${told(data.locations)}.`,
  NO_TAX_RATE: (data) => msg`Its tax category has no rate for today at ${told(data.locations)}.`,
  PRICE_IS_ZERO: () => msg`Its price is 0: it is given away.`,
  FLOOR_ABOVE_PRICE: (data) => msg`The lowest price ${told(data.floor_price)} is above the price ${told(data.price)}.`,
  PRINTED_PRICE_DIFFERS: (data) =>
    msg`The price on the box is ${told(data.prix_br)}, it sells at ${told(data.price)} with tax.`,
  PLU_MISSING: () => msg`It is weighed or measured, and has neither a PLU nor a barcode.`,
  NO_BARCODE: () => msg`It has neither a barcode nor a PLU, so a cashier has to find it by name.`,
  PACKAGING_WITHOUT_BARCODE: (data) => msg`The packaging ${told(data.packaging)} has no barcode.`,
  DUPLICATE_FACTOR: (data) => msg`These packagings hold the same: ${told(data.packagings)}.`,
  FACTOR_NOT_COUNTABLE: (data) =>
    msg`The packaging ${told(data.packaging)} holds a quantity that its unit can't count.`,
  SERVICE_WITH_STOCK: (data) => msg`It is a service and has a stock of ${told(data.stock_on_hand)}.`,
  SERVICE_WITH_PACKAGING: () => msg`It is a service and has packagings.`,
  STOCK_BELOW_ZERO: (data) => msg`More was sold than was received: the stock is ${told(data.stock_on_hand)}.`,
  STOCK_OF_ENDED_PRODUCT: (data) =>
    msg`It is not sold any more and there are still ${told(data.stock_on_hand)} in stock.`,
  READY_BUT_NEW: () => msg`All is there to sell it: put it on sale.`,
  EXPIRY_WITHOUT_STOCK: () => msg`It keeps expiry dates, but no stock that could expire.`,
  INACTIVE_BRAND: () => msg`Its brand is out of use.`,
  INACTIVE_GROUP: () => msg`Its group is out of use.`,
};

/** A finding as a sentence; one that this page doesn't know in the server's words. */
export function findingWords(finding: Finding): MessageDescriptor | string {
  const sentence = FINDINGS[finding.code];
  return sentence ? sentence(finding.figures as Record<string, unknown>) : finding.sentence;
}

/** Where it is mended: a tab of the product's page, its form, the taxes, or a step of its life. */
export type Remedy = "prices" | "codes" | "stock" | "edit" | "taxes" | "on-sale";

const REMEDIES: Record<string, Remedy> = {
  NO_PRICE: "prices",
  NO_PRICE_AT_LOCATION: "prices",
  NO_TAX_RATE: "taxes",
  PRICE_IS_ZERO: "prices",
  FLOOR_ABOVE_PRICE: "edit",
  PRINTED_PRICE_DIFFERS: "prices",
  PLU_MISSING: "edit",
  NO_BARCODE: "codes",
  PACKAGING_WITHOUT_BARCODE: "codes",
  DUPLICATE_FACTOR: "codes",
  FACTOR_NOT_COUNTABLE: "codes",
  SERVICE_WITH_STOCK: "edit",
  SERVICE_WITH_PACKAGING: "codes",
  STOCK_BELOW_ZERO: "stock",
  STOCK_OF_ENDED_PRODUCT: "stock",
  READY_BUT_NEW: "on-sale",
  EXPIRY_WITHOUT_STOCK: "edit",
  INACTIVE_BRAND: "edit",
  INACTIVE_GROUP: "edit",
};

export const remedyOf = (code: string): Remedy | undefined => REMEDIES[code];

export const REMEDY_WORDS: Record<Remedy, MessageDescriptor> = {
  prices: msg`Set a price`,
  codes: msg`Barcodes and packagings`,
  stock: msg`See the stock`,
  edit: msg`Edit product`,
  taxes: msg`Add a tax rate`,
  "on-sale": msg`Put on sale`,
};
