import { useLingui } from "@lingui/react/macro";
import type { Schemas } from "@/lib/api";

export function useChargeKinds(): Record<Schemas["ChargeKind"], string> {
  const { t } = useLingui();
  return {
    FREIGHT: t`Freight`,
    DUTY: t`Customs duty`,
    INSURANCE: t`Insurance`,
    HANDLING: t`Handling`,
    OTHER: t`Other`,
  };
}

export function useBases(): Record<Schemas["LandedCostBasis"], string> {
  const { t } = useLingui();
  return { VALUE: t`By value of the goods`, WEIGHT: t`By weight`, QUANTITY: t`By quantity` };
}
