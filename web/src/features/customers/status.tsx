/** How a customer stands, as the badges beside a name. */
import { Trans } from "@lingui/react/macro";
import { Group } from "@mantine/core";
import { StatusBadge } from "@/components/ui/StatusBadge";
import type { Customer } from "./api";

export function CustomerStatus({ customer, overdue }: { customer: Customer; overdue?: boolean }) {
  const { is_active, merged_into, sales_blocked, credit_blocked } = customer;
  return (
    <Group gap="xs" component="span" wrap="wrap">
      {merged_into ? (
        <StatusBadge tone="cancelled">
          <Trans>Merged</Trans>
        </StatusBadge>
      ) : is_active === false ? (
        <StatusBadge tone="cancelled">
          <Trans context="a partner">Out of use</Trans>
        </StatusBadge>
      ) : sales_blocked ? (
        <StatusBadge tone="danger">
          <Trans>Sales blocked</Trans>
        </StatusBadge>
      ) : credit_blocked ? (
        <StatusBadge tone="warning">
          <Trans>Credit blocked</Trans>
        </StatusBadge>
      ) : (
        <StatusBadge tone="done">
          <Trans context="a partner">In use</Trans>
        </StatusBadge>
      )}
      {overdue && (
        <StatusBadge tone="danger">
          <Trans>Overdue</Trans>
        </StatusBadge>
      )}
    </Group>
  );
}
