/** What is wrong with an amount that was typed, in words. */
import { useLingui } from "@lingui/react/macro";
import Big from "big.js";
import { isDecimal } from "@/lib/decimals";

export function useAmountCheck(): (value: string) => string | null {
  const { t } = useLingui();
  return (value) => {
    if (!isDecimal(value)) return t`Write an amount, such as 12.50.`;
    return new Big(value).gt(0) ? null : t`The amount is above 0.`;
  };
}
