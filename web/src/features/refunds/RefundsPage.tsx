/** Every refund that was asked for: which wait for a decision, which for their money, and which are done. */
import { useLingui as useCatalog } from "@lingui/react";
import { useLingui } from "@lingui/react/macro";
import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { Column } from "@/components/list/columns";
import type { Filter } from "@/components/list/filters";
import { ListPage } from "@/components/list/ListPage";
import { KINDS, REASONS, STATUSES, WAYS } from "@/components/refunds/words";
import { StatusBadge } from "@/components/ui/StatusBadge";
import type { Schemas } from "@/lib/api";
import { amount, dateTime } from "@/lib/format";
import { useLocationName, useLocations, useMemberName } from "@/lib/names";
import { useCurrency } from "@/lib/session";
import { readRefunds } from "./api";

type Row = Schemas["Refund"];

export default function RefundsPage() {
  const { t } = useLingui();
  const columns = useColumnsOfRefunds();
  const filters = useFilters();
  return (
    <ListPage
      id="refunds"
      title={t`Refunds`}
      searchLabel={t`Number of the refund or receipt`}
      columns={columns}
      filters={filters}
      read={readRefunds}
      rowKey={(row) => row.id}
      rowTo={(row) => `/sales/refunds/${row.id}`}
      empty={{
        title: t`No refunds yet`,
        text: t`Goods that are brought back, and sales that are voided, stand here. Ask for a refund on the page of its sale.`,
      }}
    />
  );
}

function useColumnsOfRefunds(): Column<Row>[] {
  const { t } = useLingui();
  const { i18n } = useCatalog();
  const currency = useCurrency();
  const place = useLocationName();
  const person = useMemberName();
  const zones = new Map(useLocations().map((one) => [one.id, one.timezone]));
  const status = (row: Row) => STATUSES[row.status ?? "PENDING"];
  const way = (row: Row) => i18n._(WAYS[row.refund_method]);
  return [
    {
      id: "number",
      header: t`Refund`,
      cell: (row) => row.refund_number ?? t`of ${row.receipt_number}`,
      text: (row) => row.refund_number ?? "",
    },
    {
      id: "asked",
      header: t`Asked for`,
      cell: (row) => dateTime(row.requested_at, zones.get(row.location)),
      text: (row) => row.requested_at,
      sort: "requested_at",
    },
    {
      id: "amount",
      header: t`Amount (${currency})`,
      figure: true,
      narrow: true,
      cell: (row) => amount(row.amount, currency),
      text: (row) => row.amount,
      sort: "amount",
    },
    {
      id: "status",
      header: t`Status`,
      narrow: true,
      cell: (row) => <StatusBadge tone={status(row).tone}>{i18n._(status(row).words)}</StatusBadge>,
      text: (row) => i18n._(status(row).words),
    },
    {
      id: "sale",
      header: t`Sale`,
      cell: (row) =>
        row.sale ? (
          <Anchor component={Link} to={`/sales/${row.sale}`}>
            {row.receipt_number}
          </Anchor>
        ) : (
          t`Without a receipt`
        ),
      text: (row) => row.receipt_number ?? t`Without a receipt`,
    },
    { id: "reason", header: t`Reason`, cell: (row) => i18n._(REASONS[row.reason]), text: (row) => row.reason },
    { id: "way", header: t`Given back by`, cell: way, text: way },
    {
      id: "person",
      header: t`Asked by`,
      cell: (row) => person(row.requested_by),
      text: (row) => person(row.requested_by),
    },
    {
      id: "shop",
      header: t`Shop`,
      cell: (row) => place(row.location),
      text: (row) => place(row.location),
      optional: true,
    },
    {
      id: "kind",
      header: t`Kind`,
      cell: (row) => i18n._(KINDS[row.kind ?? "RETURN"]),
      text: (row) => row.kind ?? "",
      optional: true,
    },
  ];
}

function useFilters(): Filter[] {
  const { t } = useLingui();
  const { i18n } = useCatalog();
  const places = useLocations().filter((one) => one.kind === "STOREFRONT");
  const options = (words: Readonly<Record<string, { id: string }>>) =>
    Object.entries(words).map(([value, told]) => ({ value, label: i18n._(told) }));
  const filters: Filter[] = [
    {
      id: "status",
      label: t`Status`,
      kind: "choice",
      options: Object.entries(STATUSES).map(([value, told]) => ({ value, label: i18n._(told.words) })),
    },
    { id: "date_from", label: t`Given back from day`, kind: "date" },
    { id: "date_to", label: t`Given back to day`, kind: "date" },
    { id: "reason", label: t`Reason`, kind: "choice", options: options(REASONS) },
    { id: "refund_method", label: t`Given back by`, kind: "choice", options: options(WAYS) },
    { id: "kind", label: t`Kind`, kind: "choice", options: options(KINDS) },
    { id: "is_refused", label: t`Refused by the provider`, kind: "toggle" },
  ];
  if (places.length > 1) {
    const shops = places.map((one) => ({ value: one.id, label: one.name }));
    filters.splice(1, 0, { id: "location", label: t`Shop`, kind: "choice", options: shops });
  }
  return filters;
}
