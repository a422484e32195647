/** Every completed sale: found by number, day, place, person and amount, with the sums of what is found. */
import { useLingui as useCatalog } from "@lingui/react";
import { useLingui } from "@lingui/react/macro";
import type { Filter } from "@/components/list/filters";
import { ListPage } from "@/components/list/ListPage";
import { useQueryState } from "@/components/list/state";
import { useCurrency } from "@/lib/session";
import { readSales } from "./api";
import { useSaleColumns } from "./columns";
import { useCommonFilters } from "./filters";
import { SaleTotals } from "./Totals";
import { FLAG_NAMES, METHODS, ORIGINS, STATUSES, TYPES } from "./words";

const FIXED = { is_completed: "true" };

export default function SalesPage() {
  const { t } = useLingui();
  const { i18n } = useCatalog();
  const currency = useCurrency();
  const [query] = useQueryState();
  const all = useSaleColumns(currency);
  const common = useCommonFilters();
  const options = (map: typeof METHODS, codes = Object.keys(map)) =>
    codes.map((value) => ({ value, label: map[value] ? i18n._(map[value]) : value }));
  const statuses = (["COMPLETED", "PARTIAL", "PENDING", "REFUNDED"] as const).map((value) => ({
    value,
    label: i18n._(STATUSES[value].words),
  }));
  const filters: Filter[] = [
    { id: "status", label: t`Status`, kind: "choice", options: statuses },
    ...common,
    {
      id: "payment_type",
      label: t`Paid by`,
      kind: "choice",
      options: options(METHODS, ["CASH", "CARD", "MOMO", "TRANSFER", "CREDIT", "MIXED"]),
    },
    { id: "on_credit", label: t`Not all paid when sold`, kind: "toggle" },
    { id: "min_total", label: t`Total from (${currency})`, kind: "amount" },
    { id: "max_total", label: t`Total up to (${currency})`, kind: "amount" },
    { id: "flag", label: t`Marked`, kind: "choice", options: options(FLAG_NAMES) },
    { id: "type", label: t`Kind`, kind: "choice", options: options(TYPES) },
    { id: "origin", label: t`Made`, kind: "choice", options: options(ORIGINS) },
  ];
  return (
    <ListPage
      id="sales"
      title={t`Sales`}
      searchLabel={t`Receipt number, or a part of it`}
      above={<SaleTotals query={{ ...query, ...FIXED }} />}
      columns={all}
      filters={filters}
      read={readSales}
      fixed={FIXED}
      rowKey={(row) => row.id}
      rowTo={(row) => `/sales/${row.id}`}
      empty={{ title: t`No sales yet`, text: t`Open the till and sell something: every sale then stands here.` }}
    />
  );
}
