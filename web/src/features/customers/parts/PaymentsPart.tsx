/** What a customer paid, newest first. */

import { useLingui } from "@lingui/react/macro";
import type { Column } from "@/components/list/columns";
import { ListPage } from "@/components/list/ListPage";
import { asQuery } from "@/components/list/state";
import { StatusBadge, type Tone } from "@/components/ui/StatusBadge";
import { answer, desk, type Schemas } from "@/lib/api";
import { amount, date } from "@/lib/format";
import { useCurrency } from "@/lib/session";
import type { Customer } from "../api";
import { METHODS, PAYMENT_STATES, told } from "../words";

type Payment = Schemas["CustomerPayment"];
const TONES: Record<string, Tone> = {
  PENDING: "waiting",
  SUCCESSFUL: "done",
  FAILED: "danger",
  CANCELLED: "cancelled",
  EXPIRED: "cancelled",
};

export function PaymentsPart({ customer }: { customer: Customer }) {
  const { t } = useLingui();
  const currency = useCurrency();
  const columns: Column<Payment>[] = [
    { id: "day", header: t`Day`, cell: (row) => date(row.business_date), text: (row) => row.business_date },
    {
      id: "method",
      header: t`Paid by`,
      cell: (row) => told(METHODS, row.payment_method),
      text: (row) => row.payment_method,
    },
    {
      id: "for",
      header: t`For`,
      cell: (row) => row.receipt_number ?? (row.purpose === "ACCOUNT" ? t`On account` : t`A sale`),
      text: (row) => row.receipt_number ?? "",
    },
    {
      id: "reference",
      header: t`Reference`,
      cell: (row) => row.transaction_reference || "-",
      text: (row) => row.transaction_reference ?? "",
    },
    {
      id: "amount",
      header: t`Amount (${currency})`,
      figure: true,
      narrow: true,
      cell: (row) => amount(row.direction === "OUT" ? `-${row.amount_paid}` : row.amount_paid, currency),
      text: (row) => (row.direction === "OUT" ? `-${row.amount_paid}` : row.amount_paid),
    },
    {
      id: "status",
      header: t`Status`,
      cell: (row) => <StatusBadge tone={TONES[row.status] ?? "draft"}>{told(PAYMENT_STATES, row.status)}</StatusBadge>,
      text: (row) => row.status,
    },
  ];
  return (
    <ListPage
      bare
      id={`customers.${customer.id}.payments`}
      title={t`Payments`}
      columns={columns}
      read={(query, signal) =>
        answer(
          desk.GET("/api/customers/{id}/payments/", {
            params: { path: { id: customer.id }, query: asQuery(query) },
            signal,
          }),
        )
      }
      rowKey={(row) => row.id}
      empty={{ title: t`No payments yet`, text: t`Money that the customer pays, at the till or here, is listed here.` }}
    />
  );
}
