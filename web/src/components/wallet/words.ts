/** The words of gift cards, store credit and points. */
import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Tone } from "@/components/ui/StatusBadge";
import type { Schemas } from "@/lib/api";
import { money, quantity } from "@/lib/format";

export const KINDS: Readonly<Record<Schemas["WalletKind"], MessageDescriptor>> = {
  GIFT_CARD: msg`Gift card`,
  STORE_CREDIT: msg`Store credit`,
  LOYALTY: msg`Loyalty points`,
};

export const STATUSES: Readonly<Record<Schemas["WalletStatus"], { words: MessageDescriptor; tone: Tone }>> = {
  ACTIVE: { words: msg`In use`, tone: "done" },
  BLOCKED: { words: msg`Blocked`, tone: "danger" },
  EXPIRED: { words: msg`Expired`, tone: "cancelled" },
};

export const ENTRIES: Readonly<Record<Schemas["WalletEntryKind"], MessageDescriptor>> = {
  ISSUE: msg`Issued`,
  RELOAD: msg`Loaded again`,
  REDEEM: msg`Paid with it`,
  REFUND: msg`Credit granted`,
  EARN: msg`Points earned`,
  SPEND: msg`Points spent`,
  EXPIRE: msg`Lapsed`,
  ADJUST: msg`Corrected`,
  REVERSAL: msg`Taken back`,
};

/** Money, or points, which are counted. */
export function worth(value: string, holding: { kind: string; currency: string }): string {
  if (holding.kind !== "LOYALTY") return money(value, holding.currency);
  const points = quantity(value);
  return i18n._(msg`${points} points`);
}

/** "Gift card …4F7K"; what belongs to a customer has no code. */
export function holdingName(holding: { kind: Schemas["WalletKind"]; last4: string }): string {
  const kind = i18n._(KINDS[holding.kind]);
  return holding.last4 ? `${kind} …${holding.last4}` : kind;
}
