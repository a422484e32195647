/** What the till says of shifts: reasons for cash, over and short in words and sign. */
import { useLingui } from "@lingui/react/macro";
import { decimal } from "@/domain/decimal";
import { FROM_A_WALLET } from "@/domain/wallets";
import type { CountRow } from "../state/shift";
import { useTillWords } from "./words";

/** By whether cash goes in or out. */
export const REASONS = {
  IN: ["CHANGE", "SAFE", "OWNER", "CORRECTION", "OTHER"],
  OUT: ["SAFE", "BANK", "CHANGE", "EXPENSE", "OWNER", "CORRECTION", "OTHER"],
} as const;
/** Those that say nothing without words. Twin: `shifts.services.shifts.NEEDS_NOTE`. */
export const NEEDS_NOTE: ReadonlySet<string> = new Set(["EXPENSE", "OWNER", "CORRECTION", "OTHER"]);

export function isEven({ difference }: CountRow): boolean {
  return difference === null || decimal(difference).isZero;
}

/** Whether there is anything to say of it: it was counted, or could have been and something was expected. */
export const isTold = ({ method, counted, expected }: CountRow) =>
  counted !== null || !(decimal(expected).isZero || FROM_A_WALLET.includes(method));

export function useShiftWords() {
  const { t } = useLingui();
  const words = useTillWords();
  const reasons: Record<string, string> = {
    CHANGE: t`Change for the drawer`,
    SAFE: t`To or from the safe`,
    BANK: t`To the bank`,
    EXPENSE: t`Expense`,
    OWNER: t`Owner`,
    CORRECTION: t`Correction`,
    OTHER: t({ message: "Other", context: "reason" }),
  };
  return {
    reason: (code: string) => reasons[code] ?? code,
    /** "Cash: €2.00 short. €98.00 counted, €100.00 expected." */
    overOrShort: ({ method, expected, counted, difference }: CountRow): string => {
      const name = words.method(method);
      if (counted === null || difference === null) return t`${name}: not counted, ${words.money(expected)} expected.`;
      const off = decimal(difference);
      if (off.isZero) return t`${name}: agrees, ${words.money(counted)}.`;
      const size = words.money(off.abs().toString());
      return off.isNegative
        ? t`${name}: ${size} short. ${words.money(counted)} counted, ${words.money(expected)} expected.`
        : t`${name}: ${size} over. ${words.money(counted)} counted, ${words.money(expected)} expected.`;
    },
  };
}
