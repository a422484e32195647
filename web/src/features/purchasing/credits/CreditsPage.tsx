/** Suppliers' credit notes, and the goods that one is still owed for. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { read } from "@/components/documents/call";
import type { Column } from "@/components/list/columns";
import { ListPage } from "@/components/list/ListPage";
import { Notice } from "@/components/ui/Notice";
import { StatusBadge } from "@/components/ui/StatusBadge";
import type { Schemas } from "@/lib/api";
import { date, money } from "@/lib/format";
import type { Rows } from "@/lib/pages";
import { useMay } from "@/lib/session";
import { CREDITS, type Credit } from "../kinds";
import { useSupplierFilter } from "../listing";

export default function CreditsPage() {
  const { t } = useLingui();
  const may = useMay();
  const bySupplier = useSupplierFilter();
  const { data: expected = [] } = useQuery({
    queryKey: [CREDITS.path, "expected"],
    queryFn: ({ signal }) => read<Schemas["ExpectedCredit"][]>(`${CREDITS.path}expected/`, {}, signal),
  });
  const columns: Column<Credit>[] = [
    { id: "number", header: t`Number`, cell: (row) => row.number, text: (row) => row.number },
    {
      id: "supplier",
      header: t`Supplier`,
      narrow: true,
      cell: (row) => row.supplier_name,
      text: (row) => row.supplier_name,
    },
    {
      id: "theirs",
      header: t`Supplier's number`,
      cell: (row) => row.supplier_number,
      text: (row) => row.supplier_number,
    },
    { id: "date", header: t`Date`, cell: (row) => date(row.document_date), text: (row) => row.document_date },
    {
      id: "total",
      header: t`Total`,
      figure: true,
      narrow: true,
      cell: (row) => money(row.total_amount, row.currency),
      text: (row) => row.total_amount,
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
      id="credit-notes"
      title={t`Credit notes`}
      columns={columns}
      above={
        expected.length > 0 && (
          <Notice kind="info">
            <Plural
              value={expected.length}
              one="# line of goods went back and has no credit note yet."
              other="# lines of goods went back and have no credit note yet."
            />
          </Notice>
        )
      }
      filters={[
        bySupplier,
        { id: "date_from", label: t`From`, kind: "date" },
        { id: "date_to", label: t`Until`, kind: "date" },
      ]}
      read={(query, signal) => read<Rows<Credit>>(CREDITS.path, query, signal)}
      rowKey={(row) => row.id}
      rowTo={(row) => `${CREDITS.home}/${row.id}`}
      primary={
        may("supplier.pay") && (
          <Button component={Link} to={`${CREDITS.home}/new`}>
            <Trans>New credit note</Trans>
          </Button>
        )
      }
      empty={{
        title: t`No credit notes yet`,
        text: t`A supplier gives a credit note for goods that went back. It settles invoices like a payment.`,
      }}
    />
  );
}
