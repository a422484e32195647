import { useLingui } from "@lingui/react/macro";
import type { Schemas } from "@/lib/api";

/** How suppliers are paid, in words. */
export function useMethods(): Record<Schemas["SupplierPaymentMethod"], string> {
  const { t } = useLingui();
  return {
    BANK_TRANSFER: t`Bank transfer`,
    CASH: t`Cash`,
    CARD: t`Card`,
    CHEQUE: t`Cheque`,
    OTHER: t`Other`,
  };
}
