/** All money taken and given back, with sales and for what customers owed. */
import { useLingui as useCatalog } from "@lingui/react";
import { useLingui } from "@lingui/react/macro";
import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { Column } from "@/components/list/columns";
import type { Filter } from "@/components/list/filters";
import { ListPage } from "@/components/list/ListPage";
import { useQueryState } from "@/components/list/state";
import { StatusBadge } from "@/components/ui/StatusBadge";
import type { Schemas } from "@/lib/api";
import { amount, dateTime } from "@/lib/format";
import { useCurrency } from "@/lib/session";
import { readPayments } from "./api";
import { useSaleWords } from "./columns";
import { useCommonFilters } from "./filters";
import { PaymentTotals } from "./Totals";
import { METHODS, methodWords, PAYMENT_STATUSES } from "./words";

type Payment = Schemas["ListedPayment"];

const TAKEN = ["CASH", "CARD", "MOMO", "TRANSFER", "GIFT_CARD", "STORE_CREDIT", "LOYALTY"];

export default function PaymentsPage() {
  const { t } = useLingui();
  const { i18n } = useCatalog();
  const currency = useCurrency();
  const [query] = useQueryState();
  const { place, person, zone } = useSaleWords();
  const common = useCommonFilters();
  const methods = TAKEN.map((value) => ({ value, label: METHODS[value] ? i18n._(METHODS[value]) : value }));
  const purposes: Record<Payment["purpose"], string> = {
    SALE: t`Cart`,
    ACCOUNT: t`What was owed`,
    GIFT_CARD: t`A gift card`,
    REFUND: t`Goods without a receipt`,
  };
  const when = (row: Payment) => dateTime(row.created_at, row.storefront ? zone(row.storefront) : undefined);
  const isBack = (row: Payment) => row.direction === "OUT";
  const signed = (row: Payment) => (isBack(row) ? `-${row.amount_paid}` : row.amount_paid);
  const columns: Column<Payment>[] = [
    { id: "when", header: t`When`, cell: when, text: (row) => row.created_at, sort: "created_at" },
    {
      id: "amount",
      header: t`Amount (${currency})`,
      figure: true,
      narrow: true,
      sort: "amount_paid",
      cell: (row) => amount(signed(row), currency),
      text: signed,
    },
    {
      id: "method",
      header: t`Method`,
      narrow: true,
      cell: (row) => methodWords(row.payment_method),
      text: (row) => methodWords(row.payment_method),
    },
    {
      id: "for",
      header: t`For`,
      cell: (row) =>
        row.sale ? (
          <Anchor component={Link} to={`/sales/${row.sale}`}>
            {row.receipt_number ?? t`Cart`}
          </Anchor>
        ) : (
          purposes[row.purpose]
        ),
      text: (row) => row.receipt_number ?? purposes[row.purpose],
    },
    {
      id: "customer",
      header: t`Customer`,
      cell: (row) =>
        row.customer ? (
          <Anchor component={Link} to={`/customers/${row.customer}`}>
            {row.customer_name || "-"}
          </Anchor>
        ) : (
          "-"
        ),
      text: (row) => row.customer_name,
    },
    {
      id: "status",
      header: t`Status`,
      cell: (row) => (
        <StatusBadge tone={PAYMENT_STATUSES[row.status].tone}>
          {isBack(row) ? t`Given back` : i18n._(PAYMENT_STATUSES[row.status].words)}
        </StatusBadge>
      ),
      text: (row) => row.status,
    },
    { id: "cashier", header: t`Cashier`, cell: (row) => person(row.user), text: (row) => person(row.user) },
    {
      id: "shop",
      header: t`Shop`,
      cell: (row) => place(row.storefront),
      text: (row) => place(row.storefront),
      optional: true,
    },
    {
      id: "reference",
      header: t`Reference`,
      cell: (row) => row.transaction_reference || "-",
      text: (row) => row.transaction_reference ?? "",
      optional: true,
    },
  ];
  const filters: Filter[] = [
    { id: "payment_method", label: t`Method`, kind: "choice", options: methods },
    {
      id: "direction",
      label: t`Direction`,
      kind: "choice",
      options: [
        { value: "IN", label: t`Taken` },
        { value: "OUT", label: t`Given back` },
      ],
    },
    { id: "on_account", label: t`For what was owed`, kind: "toggle" },
    { id: "gift_cards", label: t`For gift cards`, kind: "toggle" },
    ...common,
    { id: "min_amount", label: t`Amount from (${currency})`, kind: "amount" },
    { id: "max_amount", label: t`Amount up to (${currency})`, kind: "amount" },
  ];
  return (
    <ListPage
      id="payments"
      title={t`Payments`}
      searchLabel={t`Reference of a card or transfer`}
      above={<PaymentTotals query={query} />}
      columns={columns}
      filters={filters}
      read={readPayments}
      rowKey={(row) => row.id}
      empty={{ title: t`No payments yet`, text: t`What is taken at the till or on account stands here.` }}
    />
  );
}
