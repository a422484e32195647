/** The columns of a sale in lists. */
import { useLingui as useCatalog } from "@lingui/react";
import { useLingui } from "@lingui/react/macro";
import { Text } from "@mantine/core";
import type { Column } from "@/components/list/columns";
import { StatusBadge } from "@/components/ui/StatusBadge";
import type { Schemas } from "@/lib/api";
import { amount, dateTime } from "@/lib/format";
import { useLocationName, useLocations, useMemberName } from "@/lib/names";
import { flagNames, methodWords, STATUSES } from "./words";

type Sale = Schemas["ListedSale"];

/** What columns need besides a row: names, and words in the reader's language. */
export function useSaleWords() {
  const { t } = useLingui();
  const { i18n } = useCatalog();
  const zones = new Map(useLocations().map((one) => [one.id, one.timezone]));
  return {
    t,
    status: (sale: { status: Schemas["SaleStatus"] }) => i18n._(STATUSES[sale.status].words),
    place: useLocationName(),
    person: useMemberName(),
    zone: (place: string) => zones.get(place),
  };
}

type Words = ReturnType<typeof useSaleWords>;

const saleName = (sale: Sale, t: Words["t"]) => sale.receipt_number ?? (sale.hold_label || t`Cart`);
const at = (sale: Sale) => sale.completed_at ?? sale.updated_at;

export function saleColumns({ t, status, place, person, zone }: Words, currency: string): Column<Sale>[] {
  const when = (sale: Sale) => dateTime(at(sale), zone(sale.storefront));
  const figure = (value: string) => amount(value, currency);
  return [
    {
      id: "receipt",
      header: t`Receipt`,
      cell: (row) => saleName(row, t),
      text: (row) => saleName(row, t),
    },
    { id: "when", header: t`When`, cell: when, text: (row) => at(row), sort: "created_at", narrow: true },
    {
      id: "total",
      header: t`Total (${currency})`,
      figure: true,
      narrow: true,
      sort: "total_amount",
      cell: (row) => figure(row.total_amount),
      text: (row) => row.total_amount,
    },
    {
      id: "status",
      header: t`Status`,
      cell: (row) => <StatusBadge tone={STATUSES[row.status].tone}>{status(row)}</StatusBadge>,
      text: status,
    },
    {
      id: "method",
      header: t`Paid by`,
      cell: (row) => (row.payment_type ? methodWords(row.payment_type) : "-"),
      text: (row) => (row.payment_type ? methodWords(row.payment_type) : ""),
    },
    {
      id: "due",
      header: t`Owed (${currency})`,
      figure: true,
      cell: (row) => figure(row.amount_due),
      text: (row) => row.amount_due,
    },
    {
      id: "customer",
      header: t`Customer`,
      cell: (row) => row.customer_name || "-",
      text: (row) => row.customer_name,
    },
    {
      id: "cashier",
      header: t`Cashier`,
      cell: (row) => person(row.user),
      text: (row) => person(row.user),
    },
    {
      id: "shop",
      header: t`Shop`,
      cell: (row) => place(row.storefront),
      text: (row) => place(row.storefront),
      optional: true,
    },
    {
      id: "discount",
      header: t`Discount on the whole (${currency})`,
      figure: true,
      optional: true,
      cell: (row) => figure(row.discount_amount),
      text: (row) => row.discount_amount,
    },
    {
      id: "promotions",
      header: t`Promotions (${currency})`,
      figure: true,
      optional: true,
      cell: (row) => figure(row.promotion_amount),
      text: (row) => row.promotion_amount,
    },
    {
      id: "tax",
      header: t`Tax (${currency})`,
      figure: true,
      optional: true,
      cell: (row) => figure(row.tax_amount),
      text: (row) => row.tax_amount,
    },
    {
      id: "flags",
      header: t`Marked`,
      cell: (row) => (
        <Text component="span" size="sm">
          {flagNames(row.flags).join(", ") || "-"}
        </Text>
      ),
      text: (row) => row.flags.join(" "),
      optional: true,
    },
  ];
}
