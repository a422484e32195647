/** What tills sold without a connection: what became of each sale, and what somebody is to look at. */
import { useLingui as useCatalog } from "@lingui/react";
import { useLingui } from "@lingui/react/macro";
import type { Column } from "@/components/list/columns";
import type { Filter } from "@/components/list/filters";
import { ListPage } from "@/components/list/ListPage";
import { adviceText, FLAGS, flagsText } from "@/components/offline/words";
import { StatusBadge } from "@/components/ui/StatusBadge";
import { amount, dateTime } from "@/lib/format";
import { useLocationName, useMemberName } from "@/lib/names";
import { useCurrency } from "@/lib/session";
import { AREA, type OfflineSale, readOffline, useQueues, useTillName } from "./api";
import { Queues } from "./Queues";
import { STATES } from "./words";

export default function OfflinePage() {
  const { t } = useLingui();
  const filters = useFilters();
  return (
    <ListPage
      id={AREA}
      title={t`Offline sales`}
      above={<Queues />}
      columns={useOfflineColumns()}
      filters={filters}
      read={readOffline}
      rowKey={(row) => row.id}
      rowTo={(row) => `/activity/offline/${row.id}`}
      empty={{
        title: t`No offline sales yet`,
        text: t`When a till sells without a connection, its sales come in later and stand here with what became of each.`,
      }}
    />
  );
}

function useFilters(): Filter[] {
  const { t } = useLingui();
  const { i18n } = useCatalog();
  const tills = new Map(useQueues().data?.terminals.map((one) => [one.terminal, one.name || one.code]));
  return [
    { id: "to_review", label: t`To be reviewed`, kind: "toggle" },
    {
      id: "state",
      label: t`State`,
      kind: "choice",
      options: Object.entries(STATES).map(([value, { words }]) => ({ value, label: i18n._(words) })),
    },
    {
      id: "terminal",
      label: t`Till`,
      kind: "choice",
      options: [...tills].map(([value, label]) => ({ value, label })),
    },
    {
      id: "flag",
      label: t`Noted`,
      kind: "choice",
      options: Object.entries(FLAGS).map(([value, words]) => ({ value, label: i18n._(words) })),
    },
  ];
}

function useOfflineColumns(): Column<OfflineSale>[] {
  const { t } = useLingui();
  const { i18n } = useCatalog();
  const currency = useCurrency();
  const place = useLocationName();
  const till = useTillName();
  const person = useMemberName();
  const number = (row: OfflineSale) => row.receipt_number || t`Without number`;
  const state = (row: OfflineSale) => STATES[row.state];
  const noted = (row: OfflineSale) => flagsText(row.flags) || adviceText(row.code) || row.detail;
  const when = (row: OfflineSale) => (row.occurred_at ? dateTime(row.occurred_at) : "-");
  const seen = (row: OfflineSale) =>
    row.reviewed_at ? `${person(row.reviewed_by)}, ${dateTime(row.reviewed_at)}` : "-";
  return [
    { id: "receipt", header: t`Receipt`, cell: number, text: number },
    {
      id: "state",
      header: t`State`,
      narrow: true,
      cell: (row) => <StatusBadge tone={state(row).tone}>{i18n._(state(row).words)}</StatusBadge>,
      text: (row) => i18n._(state(row).words),
    },
    { id: "noted", header: t`Noted`, cell: (row) => noted(row) || "-", text: noted },
    {
      id: "total",
      header: t`Total (${currency})`,
      figure: true,
      cell: (row) => (row.total_amount ? amount(row.total_amount, currency) : "-"),
      text: (row) => row.total_amount ?? "",
    },
    { id: "when", header: t`Sold`, cell: when, text: (row) => row.occurred_at ?? "" },
    { id: "till", header: t`Till`, cell: (row) => till(row.terminal), text: (row) => till(row.terminal) },
    { id: "where", header: t`Where`, cell: (row) => place(row.location), text: (row) => place(row.location) },
    { id: "seen", header: t`Reviewed`, cell: seen, text: seen },
  ];
}
