/**
 * Quick cash: the amounts that a customer is likely to hand over, beside the exact one.
 *
 * For each note the smallest multiple that is enough, whole units too while little is to be paid; without any that a customer
 * would not give, because it is still enough without its smallest piece. The three lowest, and the lowest single note besides.
 */

import { Decimal, decimal } from "./decimal";
import { type Currency, roundMoney, roundToStep } from "./money";

/** The pieces of a currency in major units, as the feed's settings name them. Notes, and coins used like notes; other coins. */
export interface Cash {
  notes: readonly string[];
  coins: readonly string[];
}

/** The `exact` amount, rounded for cash, and up to four above it, the lowest first. */
export interface QuickCash {
  exact: Decimal;
  more: readonly Decimal[];
}

const LOWEST = 3;
const WHOLE_BELOW = decimal(10);

export function quickCash(rest: Decimal, cash: Cash, currency: Currency, cashRoundingStep: Decimal): QuickCash {
  const exact = roundMoney(roundToStep(rest, cashRoundingStep, currency), currency);
  if (!exact.isPositive) return { exact, more: [] };
  const notes = cash.notes.map(decimal).sort((one, other) => one.compare(other));
  const coins = cash.coins.map(decimal).sort((one, other) => one.compare(other));
  const pieces = [...coins, ...notes].sort((one, other) => other.compare(one));
  const largest = coins.at(-1);
  const whole = largest && exact.isBelow(largest.times(WHOLE_BELOW)) ? [decimal(1)] : [];
  const amounts: Decimal[] = [];
  for (const piece of [...whole, ...notes]) {
    const amount = roundMoney(exact.over(piece).quantized(0, "CEILING").times(piece), currency);
    const isNew = amount.isAbove(exact) && !amounts.some((each) => each.equals(amount));
    if (isNew && !isEnoughWithout(amount, exact, pieces)) amounts.push(amount);
  }
  amounts.sort((one, other) => one.compare(other));
  const lowest = amounts.slice(0, LOWEST);
  const single = notes.find((note) => note.isAbove(exact) && !lowest.some((each) => each.equals(note)));
  return { exact, more: single ? [...lowest, roundMoney(single, currency)].sort((a, b) => a.compare(b)) : lowest };
}

/** Whether `amount`, given in as few pieces as may be, is still enough without its smallest piece. */
function isEnoughWithout(amount: Decimal, exact: Decimal, pieces: readonly Decimal[]): boolean {
  let left = amount;
  let smallest: Decimal | undefined;
  for (const piece of pieces) {
    const count = Decimal.of(left.over(piece).truncated());
    if (!count.isPositive) continue;
    left = left.minus(piece.times(count));
    smallest = piece;
  }
  return smallest !== undefined && !amount.minus(smallest).isBelow(exact);
}
