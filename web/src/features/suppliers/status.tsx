/** How a supplier stands. */
import { Trans } from "@lingui/react/macro";
import { StatusBadge } from "@/components/ui/StatusBadge";
import type { Supplier } from "./api";

export function SupplierStatus({ supplier }: { supplier: Supplier }) {
  if (supplier.is_active === false) {
    return (
      <StatusBadge tone="cancelled">
        <Trans context="a partner">Out of use</Trans>
      </StatusBadge>
    );
  }
  if (supplier.delivery_blocked) {
    return (
      <StatusBadge tone="danger">
        <Trans>Deliveries blocked</Trans>
      </StatusBadge>
    );
  }
  return (
    <StatusBadge tone="done">
      <Trans context="a partner">In use</Trans>
    </StatusBadge>
  );
}
