/** Payments through providers: what was asked of them, what became of it, and money that pays for nothing. */
import { useLingui as useCatalog } from "@lingui/react";
import { Trans, useLingui } from "@lingui/react/macro";
import { Anchor, Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Column } from "@/components/list/columns";
import type { Filter } from "@/components/list/filters";
import { ListPage } from "@/components/list/ListPage";
import { useQueryState } from "@/components/list/state";
import { Notice } from "@/components/ui/Notice";
import { StatusBadge } from "@/components/ui/StatusBadge";
import { amount, dateTime } from "@/lib/format";
import { useLocationName, useLocations, useMemberName } from "@/lib/names";
import { type Intent, readIntents } from "./api";
import { OUTCOMES, PROVIDERS, STATUSES } from "./words";

export default function IntentsPage() {
  const { t } = useLingui();
  const columns = useIntentColumns();
  const filters = useFilters();
  return (
    <ListPage
      id="payment-intents"
      title={t`Payments through providers`}
      above={<Unapplied />}
      columns={columns}
      filters={filters}
      read={readIntents}
      rowKey={(row) => row.id}
      rowTo={(row) => `/sales/providers/${row.id}`}
      empty={{
        title: t`No payments through providers yet`,
        text: t`Cards and phones that are charged through a provider stand here. Accounts are set up under Settings, Payment providers.`,
      }}
    />
  );
}

/** Money that came after its sale was given up waits for a person; that is said first. */
function Unapplied() {
  const [query, change] = useQueryState();
  const { data } = useQuery({
    queryKey: ["payment-intents", "unapplied"],
    queryFn: ({ signal }) => readIntents({ outcome: "UNAPPLIED", page_size: "1", count: "exact" }, signal),
  });
  if (!data || data.results.length === 0 || query.outcome === "UNAPPLIED") return null;
  return (
    <Notice
      kind="warning"
      actions={
        <Button size="sm" variant="default" onClick={() => change({ outcome: "UNAPPLIED", status: undefined })}>
          <Trans>Show this money</Trans>
        </Button>
      }
    >
      <Trans>Money was taken that pays for nothing, because it came after its sale was given up. Give it back.</Trans>
    </Notice>
  );
}

function useIntentColumns(): Column<Intent>[] {
  const { t } = useLingui();
  const { i18n } = useCatalog();
  const place = useLocationName();
  const person = useMemberName();
  const zones = new Map(useLocations().map((one) => [one.id, one.timezone]));
  const status = (row: Intent) => STATUSES[row.status ?? "CREATED"];
  const outcome = (row: Intent) => (row.outcome ? i18n._(OUTCOMES[row.outcome].words) : "-");
  const signed = (row: Intent) => (row.kind === "REFUND" ? `-${row.amount}` : row.amount);
  return [
    {
      id: "when",
      header: t`When`,
      cell: (row) => dateTime(row.created_at, zones.get(row.storefront)),
      text: (row) => row.created_at,
    },
    {
      id: "amount",
      header: t`Amount`,
      figure: true,
      narrow: true,
      cell: (row) => `${amount(signed(row), row.currency)} ${row.currency}`,
      text: signed,
    },
    {
      id: "status",
      header: t`Status`,
      narrow: true,
      cell: (row) => <StatusBadge tone={status(row).tone}>{i18n._(status(row).words)}</StatusBadge>,
      text: (row) => i18n._(status(row).words),
    },
    { id: "outcome", header: t`What became of it`, cell: outcome, text: outcome },
    {
      id: "provider",
      header: t`Provider`,
      cell: (row) => i18n._(PROVIDERS[row.provider]),
      text: (row) => row.provider,
    },
    {
      id: "sale",
      header: t`Sale`,
      cell: (row) =>
        row.sale ? (
          <Anchor component={Link} to={`/sales/${row.sale}`}>
            {row.receipt_number ?? t`Cart`}
          </Anchor>
        ) : (
          "-"
        ),
      text: (row) => row.receipt_number ?? "",
    },
    { id: "cashier", header: t`Cashier`, cell: (row) => person(row.user), text: (row) => person(row.user) },
    { id: "shop", header: t`Shop`, cell: (row) => place(row.storefront), text: (row) => place(row.storefront) },
    {
      id: "reference",
      header: t`Reference`,
      cell: (row) => row.reference || "-",
      text: (row) => row.reference ?? "",
      optional: true,
    },
  ];
}

function useFilters(): Filter[] {
  const { t } = useLingui();
  const { i18n } = useCatalog();
  const places = useLocations().filter((one) => one.kind === "STOREFRONT");
  const filters: Filter[] = [
    {
      id: "status",
      label: t`Status`,
      kind: "choice",
      options: Object.entries(STATUSES).map(([value, told]) => ({ value, label: i18n._(told.words) })),
    },
    {
      id: "outcome",
      label: t`What became of it`,
      kind: "choice",
      options: Object.entries(OUTCOMES).map(([value, told]) => ({ value, label: i18n._(told.words) })),
    },
    {
      id: "kind",
      label: t`Direction`,
      kind: "choice",
      options: [
        { value: "CHARGE", label: t`Taken` },
        { value: "REFUND", label: t`Given back` },
      ],
    },
    {
      id: "provider",
      label: t`Provider`,
      kind: "choice",
      options: Object.entries(PROVIDERS).map(([value, words]) => ({ value, label: i18n._(words) })),
    },
  ];
  if (places.length > 1) {
    const options = places.map((one) => ({ value: one.id, label: one.name }));
    filters.push({ id: "storefront", label: t`Shop`, kind: "choice", options });
  }
  return filters;
}
