/** The words of payments through providers. */
import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Tone } from "@/components/ui/StatusBadge";
import type { Schemas } from "@/lib/api";

type Told = { words: MessageDescriptor; tone: Tone };

export const PROVIDERS: Readonly<Record<Schemas["PaymentProvider"], MessageDescriptor>> = {
  STRIPE: msg`Stripe`,
  PAYSTACK: msg`Paystack`,
  MTN_MOMO: msg`MTN MoMo`,
  MANUAL: msg`Card machine that is not connected`,
};

export const STATUSES: Readonly<Record<Schemas["IntentStatus"], Told>> = {
  CREATED: { words: msg`Being asked for`, tone: "waiting" },
  PENDING: { words: msg`Waits for the customer`, tone: "waiting" },
  SUCCEEDED: { words: msg({ message: "Went through", context: "a payment" }), tone: "done" },
  FAILED: { words: msg`Failed`, tone: "danger" },
  CANCELLED: { words: msg`Cancelled`, tone: "cancelled" },
  EXPIRED: { words: msg`Expired`, tone: "cancelled" },
};

export const OUTCOMES: Readonly<Record<"APPLIED" | "UNAPPLIED" | "REFUNDED", Told>> = {
  APPLIED: { words: msg`Paid for its sale`, tone: "done" },
  UNAPPLIED: { words: msg`Taken, and pays for nothing`, tone: "danger" },
  REFUNDED: { words: msg({ message: "Given back", context: "a payment" }), tone: "cancelled" },
};

export const EVENT_STATES: Readonly<Record<Schemas["PaymentEventState"], Told>> = {
  RECEIVED: { words: msg`Received`, tone: "waiting" },
  TAKEN: { words: msg`Done`, tone: "done" },
  IGNORED: { words: msg`Nothing new`, tone: "cancelled" },
  PARKED: { words: msg`Does not agree`, tone: "danger" },
  UNMATCHED: { words: msg`Of no payment that we know`, tone: "warning" },
};

export const SAID: Readonly<Record<string, MessageDescriptor>> = {
  PENDING: msg`waiting`,
  SUCCEEDED: msg`went through`,
  FAILED: msg`failed`,
  CANCELLED: msg`cancelled`,
  EXPIRED: msg`expired`,
  CREATED: msg`being asked for`,
  UNKNOWN: msg`unknown`,
};

export const saidWords = (code: string | null | undefined) => (code && SAID[code] ? i18n._(SAID[code]) : (code ?? "-"));

export const DIFFERENCES: Readonly<
  Record<Schemas["DifferenceEnum"], { words: MessageDescriptor; advice: MessageDescriptor }>
> = {
  MISSING_HERE: {
    words: msg`The provider has it, we do not`,
    advice: msg`Look for it among the messages of providers and say which payment it is, or give it back at the provider.`,
  },
  MISSING_THERE: {
    words: msg`We have it, the provider does not`,
    advice: msg`Open the payment: where it counts as paid, ask the provider before the goods leave again.`,
  },
  AMOUNT_DIFFERS: {
    words: msg`Another amount or currency`,
    advice: msg`What the provider says is what was paid. Settle the difference with the customer.`,
  },
  STATUS_DIFFERS: {
    words: msg`Another status`,
    advice: msg`It may be on its way still. Look again in an hour; then ask the provider.`,
  },
};

/** What each secret of a provider is called there. */
export const SECRETS: Readonly<Record<string, MessageDescriptor>> = {
  secret_key: msg`Secret key`,
  api_user: msg`API user`,
  api_key: msg`API key`,
  subscription_key: msg`Subscription key`,
  target_environment: msg`Target environment`,
  disbursement_user: msg`API user for paying out`,
  disbursement_key: msg`API key for paying out`,
  disbursement_subscription_key: msg`Subscription key for paying out`,
};
