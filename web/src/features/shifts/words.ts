/** The words of shifts: over and short told in words and not by colour, why cash went in or out. */
import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Tone } from "@/components/ui/StatusBadge";
import type { Schemas } from "@/lib/api";
import { money } from "@/lib/format";

export const STATUSES: Readonly<Record<Schemas["ShiftStatus"], { words: MessageDescriptor; tone: Tone }>> = {
  OPEN: { words: msg({ message: "Open", context: "a shift" }), tone: "waiting" },
  CLOSED: { words: msg({ message: "Closed", context: "a shift" }), tone: "done" },
};

export const REASONS: Readonly<Record<string, MessageDescriptor>> = {
  CHANGE: msg`Change`,
  SAFE: msg`To or from the safe`,
  BANK: msg`To the bank`,
  EXPENSE: msg`Expense`,
  OWNER: msg({ message: "Owner", context: "cash" }),
  CORRECTION: msg`Correction`,
  OTHER: msg`Other reason`,
};

export const reasonWords = (code: string) => (REASONS[code] ? i18n._(REASONS[code]) : code);

/** What a count says: "€0.50 short", "€2.00 over", "exact"; and where nobody counted, that. */
export function differenceWords(difference: string | null | undefined, currency: string): string {
  if (difference === null || difference === undefined) return i18n._(msg`not counted`);
  if (!/[1-9]/.test(difference)) return i18n._(msg`exact`);
  const size = money(difference.replace("-", ""), currency);
  return difference.startsWith("-") ? i18n._(msg`${size} short`) : i18n._(msg`${size} over`);
}

export const toneOf = (difference: string | null | undefined): Tone =>
  difference && /[1-9]/.test(difference) ? "warning" : difference ? "done" : "draft";
