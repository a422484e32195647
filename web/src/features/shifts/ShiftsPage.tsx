/** Every shift of the tills: who opened and closed the drawer, and what its count said. */
import { useLingui as useCatalog } from "@lingui/react";
import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { Column } from "@/components/list/columns";
import type { Filter } from "@/components/list/filters";
import { ListPage } from "@/components/list/ListPage";
import { StatusBadge } from "@/components/ui/StatusBadge";
import { answer, desk, type Schemas } from "@/lib/api";
import { amount, dateTime } from "@/lib/format";
import { useLocationName, useLocations, useMemberName } from "@/lib/names";
import { useCurrency, useMay } from "@/lib/session";
import { readShifts } from "./api";
import { differenceWords, STATUSES, toneOf } from "./words";

type Row = Schemas["Shift"];

export default function ShiftsPage() {
  const { t } = useLingui();
  const columns = useShiftColumns();
  const filters = useFilters();
  return (
    <ListPage
      id="shifts"
      title={t`Shifts`}
      columns={columns}
      filters={filters}
      read={readShifts}
      rowKey={(row) => row.id}
      rowTo={(row) => `/sales/shifts/${row.id}`}
      empty={{
        title: t`No shifts yet`,
        text: t`A shift begins at a till, with the cash in its drawer, and ends with a count. Whether tills need one is set under Settings, Business.`,
      }}
    />
  );
}

function useShiftColumns(): Column<Row>[] {
  const { t } = useLingui();
  const { i18n } = useCatalog();
  const currency = useCurrency();
  const place = useLocationName();
  const person = useMemberName();
  const zones = new Map(useLocations().map((one) => [one.id, one.timezone]));
  const when = (at: string | null | undefined, row: Row) => (at ? dateTime(at, zones.get(row.location)) : "-");
  const status = (row: Row) => STATUSES[row.status ?? "OPEN"];
  const name = (row: Row) =>
    row.z_number ? t`Till ${row.terminal_code}, Z ${row.z_number}` : t`Till ${row.terminal_code}`;
  return [
    { id: "till", header: t`Shift`, cell: name, text: name },
    {
      id: "status",
      header: t`Status`,
      narrow: true,
      cell: (row) => <StatusBadge tone={status(row).tone}>{i18n._(status(row).words)}</StatusBadge>,
      text: (row) => i18n._(status(row).words),
    },
    {
      id: "opened",
      header: t`Opened`,
      cell: (row) => when(row.opened_at, row),
      text: (row) => row.opened_at,
      sort: "opened_at",
    },
    { id: "opener", header: t`Opened by`, cell: (row) => person(row.opened_by), text: (row) => person(row.opened_by) },
    {
      id: "closed",
      header: t`Closed at`,
      cell: (row) => when(row.closed_at, row),
      text: (row) => row.closed_at ?? "",
    },
    { id: "closer", header: t`Closed by`, cell: (row) => person(row.closed_by), text: (row) => person(row.closed_by) },
    {
      id: "count",
      header: t`Cash count`,
      narrow: true,
      cell: (row) =>
        row.status === "CLOSED" ? (
          <StatusBadge tone={toneOf(row.over_short)}>{differenceWords(row.over_short, row.currency)}</StatusBadge>
        ) : (
          "-"
        ),
      text: (row) => row.over_short ?? "",
    },
    {
      id: "float",
      header: t`Float (${currency})`,
      figure: true,
      optional: true,
      cell: (row) => amount(row.opening_float, row.currency),
      text: (row) => row.opening_float,
    },
    { id: "shop", header: t`Shop`, cell: (row) => place(row.location), text: (row) => place(row.location) },
    {
      id: "day",
      header: t`Business day`,
      cell: (row) => row.business_date,
      text: (row) => row.business_date,
      optional: true,
    },
  ];
}

function useFilters(): Filter[] {
  const { t } = useLingui();
  const { i18n } = useCatalog();
  const may = useMay();
  const places = useLocations().filter((one) => one.kind === "STOREFRONT");
  const tills = useQuery({
    queryKey: ["terminals", "all"],
    queryFn: ({ signal }) => answer(desk.GET("/api/terminals/", { params: { query: { page_size: 500 } }, signal })),
    enabled: may("people.manage"),
    staleTime: 60_000,
  }).data?.results;
  const filters: Filter[] = [
    {
      id: "status",
      label: t`Status`,
      kind: "choice",
      options: Object.entries(STATUSES).map(([value, told]) => ({ value, label: i18n._(told.words) })),
    },
  ];
  if (places.length > 1) {
    const options = places.map((one) => ({ value: one.id, label: one.name }));
    filters.push({ id: "location", label: t`Shop`, kind: "choice", options });
  }
  if (tills && tills.length > 1) {
    const options = tills.map((one) => ({ value: one.id, label: one.name ? `${one.code} ${one.name}` : one.code }));
    filters.push({ id: "terminal", label: t`Till`, kind: "choice", options });
  }
  filters.push(
    { id: "date_from", label: t`From day`, kind: "date" },
    { id: "date_to", label: t`To day`, kind: "date" },
  );
  return filters;
}
