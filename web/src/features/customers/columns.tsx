/** The columns and filters of the list of customers. */
import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { Column } from "@/components/list/columns";
import type { Filter } from "@/components/list/filters";
import { amount, count, date } from "@/lib/format";
import { asChoices, usePriceGroups } from "@/lib/reference";
import { type Customer, segmentsQuery } from "./api";
import { CustomerStatus } from "./status";
import { CATEGORIES, SALE_TYPES, SEGMENTS, TYPES, told } from "./words";

export function useColumnsOfCustomers(currency: string): Column<Customer>[] {
  const { t } = useLingui();
  const figure = (id: string, header: string, of: (row: Customer) => string): Column<Customer> => ({
    id,
    header,
    figure: true,
    cell: (row) => amount(of(row), currency),
    text: of,
  });
  return [
    { id: "name", header: t`Name`, sort: "name", cell: (row) => row.name, text: (row) => row.name },
    { id: "code", header: t`Number`, sort: "code", cell: (row) => row.code, text: (row) => row.code },
    { id: "phone", header: t`Phone`, cell: (row) => row.phone || "-", text: (row) => row.phone },
    { id: "email", header: t`E-mail`, optional: true, cell: (row) => row.email || "-", text: (row) => row.email },
    {
      ...figure("balance", t`Owed (${currency})`, (row) => row.outstanding_balance),
      narrow: true,
      sort: "outstanding_balance",
    },
    figure("available", t`Credit left (${currency})`, (row) => row.available_credit),
    {
      id: "sales",
      header: t`Purchases`,
      figure: true,
      cell: (row) => count(row.sales_count),
      text: (row) => String(row.sales_count),
    },
    {
      ...figure("bought", t`Bought in all (${currency})`, (row) => row.total_purchases),
      sort: "total_purchases",
      optional: true,
    },
    {
      id: "last",
      header: t`Last purchase`,
      cell: (row) => (row.last_purchase_at ? date(row.last_purchase_at) : "-"),
      text: (row) => row.last_purchase_at ?? "",
    },
    {
      id: "type",
      header: t`Kind`,
      optional: true,
      cell: (row) => told(TYPES, row.type),
      text: (row) => row.type ?? "",
    },
    {
      id: "status",
      header: t`Status`,
      cell: (row) => <CustomerStatus customer={row} />,
      text: (row) =>
        row.is_active === false
          ? t({ message: "Out of use", context: "a partner" })
          : row.sales_blocked
            ? t`Sales blocked`
            : t({ message: "In use", context: "a partner" }),
    },
  ];
}

export function useFiltersOfCustomers(): Filter[] {
  const { t } = useLingui();
  const segments = useQuery(segmentsQuery).data?.segments ?? [];
  const groups = usePriceGroups();
  const options = (words: typeof TYPES) => Object.keys(words).map((value) => ({ value, label: told(words, value) }));
  return [
    { id: "overdue", label: t`Overdue`, kind: "toggle" },
    { id: "owing", label: t`Owing`, kind: "toggle" },
    { id: "credit_blocked", label: t`Credit blocked`, kind: "toggle" },
    { id: "sales_blocked", label: t`Sales blocked`, kind: "toggle" },
    {
      id: "is_active",
      label: t`Use`,
      kind: "choice",
      options: [
        { value: "true", label: t({ message: "In use", context: "a partner" }) },
        { value: "false", label: t({ message: "Out of use", context: "a partner" }) },
      ],
    },
    { id: "active_days", label: t`Bought in the last 30 days`, kind: "toggle", value: "30" },
    {
      id: "segment",
      label: t`Segment`,
      kind: "choice",
      options: segments.map((one) => ({
        value: one.segment,
        label: `${told(SEGMENTS, one.segment)} (${count(one.customers)})`,
      })),
    },
    { id: "type", label: t`Kind`, kind: "choice", options: options(TYPES) },
    { id: "customer_type", label: t`Buys at`, kind: "choice", options: options(SALE_TYPES) },
    { id: "category", label: t`Category`, kind: "choice", options: options(CATEGORIES) },
    ...(groups.length > 0
      ? [{ id: "price_group", label: t`Price group`, kind: "choice" as const, options: asChoices(groups) }]
      : []),
  ];
}
