/** What the till says of goods that come back. */
import { useLingui } from "@lingui/react/macro";
import { asProblem, Problem } from "@/lib/problem";
import type { Destination, Eligibility, RefundMethod } from "../state/returns";
import { useTillWords } from "./words";

export const REFUND_REASONS = [
  "CHANGED_MIND",
  "DEFECTIVE",
  "DAMAGED",
  "WRONG_ITEM",
  "EXPIRED",
  "PRICE_ERROR",
  "OTHER",
] as const;

export function useReturnWords() {
  const { t } = useLingui();
  const words = useTillWords();
  const reasons: Record<string, string> = {
    CHANGED_MIND: t`Changed mind`,
    DEFECTIVE: t`Does not work`,
    DAMAGED: t`Came damaged`,
    WRONG_ITEM: t`Wrong item`,
    EXPIRED: t`Past its date`,
    PRICE_ERROR: t`Wrong price`,
    OTHER: t({ message: "Other", context: "reason" }),
  };
  const methods: Record<RefundMethod, string> = {
    CASH: t`In cash`,
    ORIGINAL_PAYMENT: t`The way it was paid`,
    CREDIT_NOTE: t`As a credit note`,
    EXCHANGE: t`For other goods`,
  };
  const destinations: Record<Destination, string> = {
    SHELF: t`Back on the shelf`,
    DAMAGED: t`Written off`,
    NONE: t`Stays with the customer`,
  };
  const sentence = (problem: Problem): string | null => {
    const number = String(problem.data.number ?? "");
    if (problem.code === "RECEIPT_NOT_FOUND") return t`No receipt has the number ${number}.`;
    if (problem.code === "RECEIPT_NOT_ONE")
      return t`More than one receipt has ${number} in its number. Type more of it.`;
    return null;
  };
  return {
    reason: (code: string) => reasons[code] ?? code,
    method: (code: RefundMethod) => methods[code],
    destination: (code: Destination) => destinations[code],
    /** "12 of 30 days left", or why it is over. */
    warranty: (told: Eligibility | undefined): string => {
      if (!told) return "";
      if (told.is_refundable) return t`Warranty: ${told.remaining_days} of ${told.warranty_days} days left`;
      if (told.reason === "Warranty expired")
        return t`Warranty over: sold ${told.days_since_purchase} days ago, ${told.warranty_days} days were given`;
      return t`Nothing of it can still come back`;
    },
    told: (error: unknown): Problem => {
      const problem = asProblem(error);
      const said = sentence(problem);
      return said
        ? new Problem(problem.code, problem.status, problem.detail, problem.data, [], said)
        : words.told(error);
    },
  };
}
