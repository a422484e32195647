/** How stock speaks of what moved, why, and in which state goods are. */
import { useLingui } from "@lingui/react/macro";
import type { Tone } from "@/components/ui/StatusBadge";
import type { Schemas } from "@/lib/api";

type Named<K extends string> = Record<K, string>;

export function useMovementKinds(): Named<Schemas["MovementKind"]> {
  const { t } = useLingui();
  return {
    RECEIPT: t`Delivery`,
    SALE: t`Sale`,
    RETURN: t`Return`,
    TRANSFER_OUT: t`Sent elsewhere`,
    TRANSFER_IN: t`Came from elsewhere`,
    ADJUST: t`Adjustment`,
    COUNT: t`Count`,
    COUNT_CORRECTION: t`Correction of a count`,
    COST_ADJUSTMENT: t`Change of cost`,
    OPENING: t`Opening stock`,
    REVERSAL: t`Taken back`,
  };
}

export function useReasons(): Named<Schemas["StockReason"]> {
  const { t } = useLingui();
  return {
    DAMAGE: t`Damaged`,
    EXPIRY: t({ message: "Expired", context: "goods" }),
    THEFT: t`Stolen`,
    LOSS: t`Lost`,
    FOUND: t`Found`,
    OWN_USE: t`Used by the shop itself`,
    SAMPLE: t`Sample or gift`,
    QUALITY: t`Quality check`,
    CORRECTION: t`Correction of the books`,
    OTHER: t`Other`,
  };
}

export function useStates(): Named<Schemas["BatchStatus"]> {
  const { t } = useLingui();
  return { AVAILABLE: t`To sell`, QUARANTINE: t`In quarantine`, DAMAGED: t`Damaged` };
}

export const STATE_TONES: Record<Schemas["BatchStatus"], Tone> = {
  AVAILABLE: "done",
  QUARANTINE: "warning",
  DAMAGED: "danger",
};

export function options(named: Record<string, string>): { value: string; label: string }[] {
  return Object.entries(named).map(([value, label]) => ({ value, label }));
}
