/** What the API's kinds are called here. */
import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

export const ENTRIES: Record<string, MessageDescriptor> = {
  INVOICE: msg`Invoice`,
  PAYMENT: msg`Payment`,
  CREDIT_NOTE: msg`Credit note`,
  OPENING: msg`Opening balance`,
  ADJUSTMENT: msg`Adjustment`,
  REVERSAL: msg`Reversal`,
};

export function told(words: Record<string, MessageDescriptor>, value: string | null | undefined): string {
  const found = words[value ?? ""];
  return found ? i18n._(found) : value || "-";
}
