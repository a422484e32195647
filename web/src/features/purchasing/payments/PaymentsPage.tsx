/** What was paid to suppliers, and what of it settles nothing yet. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { read } from "@/components/documents/call";
import type { Column } from "@/components/list/columns";
import { ListPage } from "@/components/list/ListPage";
import { StatusBadge } from "@/components/ui/StatusBadge";
import { date, money } from "@/lib/format";
import type { Rows } from "@/lib/pages";
import { useMay } from "@/lib/session";
import { PAYMENTS, type Payment } from "../kinds";
import { useSupplierFilter } from "../listing";
import { useMethods } from "../methods";

export default function PaymentsPage() {
  const { t } = useLingui();
  const may = useMay();
  const methods = useMethods();
  const bySupplier = useSupplierFilter();
  const columns: Column<Payment>[] = [
    { id: "number", header: t`Number`, cell: (row) => row.number, text: (row) => row.number },
    {
      id: "supplier",
      header: t`Supplier`,
      narrow: true,
      cell: (row) => row.supplier_name,
      text: (row) => row.supplier_name,
    },
    { id: "on", header: t`Paid on`, cell: (row) => date(row.paid_on), text: (row) => row.paid_on },
    { id: "method", header: t`How`, cell: (row) => methods[row.method], text: (row) => methods[row.method] },
    {
      id: "amount",
      header: t`Amount`,
      figure: true,
      narrow: true,
      cell: (row) => money(row.amount, row.currency),
      text: (row) => row.amount,
    },
    {
      id: "open",
      header: t`Settles nothing yet`,
      figure: true,
      cell: (row) =>
        row.reversed_at ? (
          <StatusBadge tone="cancelled">{t`Taken back`}</StatusBadge>
        ) : (
          money(row.open_amount, row.currency)
        ),
      text: (row) => row.open_amount,
    },
  ];
  return (
    <ListPage
      id="supplier-payments"
      title={t`Supplier payments`}
      columns={columns}
      filters={[
        bySupplier,
        { id: "has_open", label: t`With a rest`, kind: "toggle" },
        {
          id: "method",
          label: t`How`,
          kind: "choice",
          options: Object.entries(methods).map(([value, label]) => ({ value, label })),
        },
        { id: "date_from", label: t`From`, kind: "date" },
        { id: "date_to", label: t`Until`, kind: "date" },
      ]}
      read={(query, signal) => read<Rows<Payment>>(PAYMENTS.path, query, signal)}
      rowKey={(row) => row.id}
      rowTo={(row) => `${PAYMENTS.home}/${row.id}`}
      primary={
        may("supplier.pay") && (
          <Button component={Link} to={`${PAYMENTS.home}/new`}>
            <Trans>New payment</Trans>
          </Button>
        )
      }
      empty={{
        title: t`No payments yet`,
        text: t`A payment settles the invoices that it names, or those that are due first.`,
      }}
    />
  );
}
