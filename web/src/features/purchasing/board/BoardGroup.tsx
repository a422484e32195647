/** One supplier on the order board: until when to order, when it comes, what and how much. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { LinesTable } from "@/components/documents/LinesTable";
import { Notice } from "@/components/ui/Notice";
import { Section } from "@/components/ui/Page";
import { StatusBadge } from "@/components/ui/StatusBadge";
import type { Schemas } from "@/lib/api";
import { amount, date, dateTime, money, quantity } from "@/lib/format";
import { useCurrency, useMay } from "@/lib/session";

interface Props {
  group: Schemas["BoardGroup"];
  busy: boolean;
  onBuy: (asOrders: boolean) => void;
}

export function BoardGroup({ group, busy, onBuy }: Props) {
  const { t } = useLingui();
  const may = useMay();
  const own = useCurrency();
  const currency = group.currency ?? own;
  const rows = group.suggestions.map((one) => ({ ...one, id: one.product }));
  const total = money(group.amount, currency);
  return (
    <Section
      title={group.supplier_name ?? t`Without a supplier`}
      actions={
        group.supplier && (
          <>
            {may("purchase.request") && (
              <Button variant="default" disabled={busy} onClick={() => onBuy(false)}>
                <Trans>Request</Trans>
              </Button>
            )}
            {may("purchase.order") && (
              <Button variant="light" disabled={busy} onClick={() => onBuy(true)}>
                <Trans>Order for {total}</Trans>
              </Button>
            )}
          </>
        )
      }
    >
      <Group gap="md" mb="sm">
        {group.deadline && (
          <StatusBadge tone={group.is_today ? "warning" : "info"}>
            {t`Order until ${dateTime(group.deadline)}`}
          </StatusBadge>
        )}
        {group.delivery_date && <Text size="sm">{t`Comes on ${date(group.delivery_date)}`}</Text>}
        <Text size="sm" c="dimmed">
          <Plural value={group.products} one="# product" other="# products" />
        </Text>
      </Group>
      {!group.supplier && (
        <Notice kind="warning" actions={<Link to="/purchasing/reorder-rules">{t`Open the reorder rules`}</Link>}>
          <Trans>Nobody is known to sell these. Name a supplier in the reorder rule, or list a supplier's price.</Trans>
        </Notice>
      )}
      {group.supplier && !group.can_deliver && (
        <Notice kind="warning">
          <Trans>This supplier can't deliver now. An order can be written, and may have to wait.</Trans>
        </Notice>
      )}
      <LinesTable
        label={group.supplier_name ?? t`Without a supplier`}
        lines={rows}
        cells={[
          { id: "available", header: t`Left to sell`, figure: true, cell: (row) => quantity(row.available) },
          { id: "coming", header: t`Ordered`, figure: true, cell: (row) => quantity(row.on_order) },
          { id: "point", header: t`Reorder point`, figure: true, cell: (row) => quantity(row.reorder_point) },
          { id: "target", header: t`Up to`, figure: true, cell: (row) => quantity(row.target_qty) },
          { id: "order", header: t`To order`, figure: true, cell: (row) => <strong>{quantity(row.quantity)}</strong> },
          {
            id: "amount",
            header: t`Amount (${currency})`,
            figure: true,
            cell: (row) => (row.amount === null ? t`No price` : amount(row.amount, currency)),
          },
        ]}
      />
    </Section>
  );
}
