/** Quick amounts by keys: the next larger or smaller one than what stands in the field. Pure. */
import type { Decimal } from "@/domain/decimal";

/** `amounts` are in their order, the lowest first. Where there is none further it is the last, or the first. */
export function stepTo(amounts: readonly Decimal[], now: Decimal | null, by: 1 | -1): Decimal | undefined {
  if (!now) return by > 0 ? amounts[0] : undefined;
  if (by > 0) return amounts.find((amount) => amount.isAbove(now)) ?? amounts.at(-1);
  return amounts.findLast((amount) => amount.isBelow(now)) ?? amounts[0];
}
