/** Suppliers' invoices: what is owed, by when. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { DocumentList } from "@/components/documents/DocumentList";
import { date, money } from "@/lib/format";
import { useMay } from "@/lib/session";
import { INVOICES, type Invoice } from "../kinds";
import { useSupplierFilter } from "../listing";

export default function InvoicesPage() {
  const { t } = useLingui();
  const may = useMay();
  const bySupplier = useSupplierFilter();
  return (
    <DocumentList<Invoice>
      id="supplier-invoices"
      title={t`Supplier invoices`}
      kind="SUPPLIER_INVOICE"
      {...INVOICES}
      columns={[
        {
          id: "theirs",
          header: t`Supplier's number`,
          cell: (row) => row.supplier_number,
          text: (row) => row.supplier_number,
        },
        { id: "supplier", header: t`Supplier`, cell: (row) => row.supplier_name, text: (row) => row.supplier_name },
        { id: "due", header: t`Due`, cell: (row) => date(row.due_date), text: (row) => row.due_date },
        {
          id: "total",
          header: t`Total`,
          figure: true,
          cell: (row) => money(row.total_amount, row.currency),
          text: (row) => row.total_amount,
        },
        {
          id: "open",
          header: t`Open`,
          figure: true,
          narrow: true,
          cell: (row) => money(row.open_amount, row.currency),
          text: (row) => row.open_amount,
        },
      ]}
      filters={[
        bySupplier,
        { id: "is_open", label: t`Not paid`, kind: "toggle" },
        { id: "due_until", label: t`Due until`, kind: "date" },
        { id: "supplier_number", label: t`Supplier's number`, kind: "text" },
      ]}
      primary={
        may("supplier.pay") && (
          <Button component={Link} to={`${INVOICES.home}/new`}>
            <Trans>New invoice</Trans>
          </Button>
        )
      }
      empty={{
        title: t`No invoices yet`,
        text: t`Write down what a supplier invoiced; it is matched to the deliveries and the prices that were ordered.`,
      }}
    />
  );
}
