/** What the server calls by codes, in the words of a shop; and what a promotion does, as one sentence. */
import type { MessageDescriptor } from "@lingui/core";
import { msg, t } from "@lingui/core/macro";
import type { Tone } from "@/components/ui/StatusBadge";
import { percent, price, quantity } from "@/lib/format";
import type { Promotion, PromotionKind, Status } from "./api";

export const STATUSES: Record<Status, { label: MessageDescriptor; tone: Tone }> = {
  DRAFT: { label: msg`Draft`, tone: "draft" },
  APPROVED: { label: msg`Approved`, tone: "done" },
  ENDED: { label: msg`Ended`, tone: "cancelled" },
};

export const SALE_TYPES = { RETAIL: msg`Retail`, WHOLESALE: msg`Wholesale` } as const;

export const KINDS: Record<PromotionKind, { label: MessageDescriptor; hint: MessageDescriptor }> = {
  PERCENT: { label: msg`Percent off`, hint: msg`Each piece is so many percent cheaper.` },
  AMOUNT: { label: msg`Amount off`, hint: msg`Each piece costs so much less.` },
  FIXED_PRICE: { label: msg`Fixed price`, hint: msg`Each piece costs exactly this.` },
  BUY_GET: { label: msg`Buy some, get some`, hint: msg`3 for 2, or the second at half the price.` },
  SET_PRICE: { label: msg`So many for a price`, hint: msg`3 pieces together cost 5.` },
  NTH_ITEM: { label: msg`Every n-th cheaper`, hint: msg`Every third piece is so many percent cheaper.` },
  BASKET_PERCENT: { label: msg`Percent off the basket`, hint: msg`All that it is for together, from an amount on.` },
  BASKET_AMOUNT: { label: msg`Amount off the basket`, hint: msg`From an amount on, once a sale.` },
};

/** What of a promotion its sentence tells. */
export type Terms = Pick<Promotion, "kind" | "value" | "set_quantity" | "get_quantity" | "min_amount" | "min_quantity">;

/** "Buy 2, get 1 free", "20% off". */
export function termsWords(terms: Terms, currency: string): string {
  const worth = price(terms.value || "0", currency);
  const share = percent(terms.value || "0");
  const set = terms.set_quantity ?? 0;
  const get = terms.get_quantity ?? 0;
  const isFree = Number.parseFloat(terms.value) === 100;
  switch (terms.kind) {
    case "PERCENT":
      return t`${share} off${fromQuantity(terms)}`;
    case "AMOUNT":
      return t`${worth} off each${fromQuantity(terms)}`;
    case "FIXED_PRICE":
      return t`${worth} each${fromQuantity(terms)}`;
    case "BUY_GET":
      return isFree ? t`Buy ${set}, get ${get} free` : t`Buy ${set}, get ${get} more ${share} cheaper`;
    case "SET_PRICE":
      return t`${set} for ${worth}`;
    case "NTH_ITEM":
      return isFree ? t`Every piece number ${set} is free` : t`Every piece number ${set} is ${share} cheaper`;
    case "BASKET_PERCENT":
      return t`${share} off the basket${fromAmount(terms, currency)}`;
    case "BASKET_AMOUNT":
      return t`${worth} off the basket${fromAmount(terms, currency)}`;
  }
}

function fromQuantity(terms: Terms): string {
  const least = terms.min_quantity;
  if (!least || Number.parseFloat(least) === 0) return "";
  const words = quantity(least);
  return t`, from ${words} on`;
}

function fromAmount(terms: Terms, currency: string): string {
  if (!terms.min_amount || Number.parseFloat(terms.min_amount) === 0) return "";
  const words = price(terms.min_amount, currency);
  return t`, from ${words} on`;
}

/** How a promotion or list stands now: what is approved may be to come, paused or over by its dates. */
export function standing(
  row: { status?: Status | undefined; is_active?: boolean | undefined },
  from: string,
  until: string | null | undefined,
  now = new Date(),
): { label: MessageDescriptor; tone: Tone } {
  const status = row.status ?? "DRAFT";
  if (status !== "APPROVED") return STATUSES[status];
  if (until && new Date(until) <= now) return { label: msg`Over`, tone: "cancelled" };
  if (row.is_active === false) return { label: msg`Paused`, tone: "warning" };
  if (new Date(from) > now) return { label: msg`To come`, tone: "waiting" };
  return { label: msg`Running`, tone: "done" };
}
