/** Counts of stock: planned, going on, posted. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { DocumentList } from "@/components/documents/DocumentList";
import { count } from "@/lib/format";
import { useMay } from "@/lib/session";
import { COUNTS, type Count } from "./api";

export default function CountsPage() {
  const { t } = useLingui();
  const may = useMay();
  const done = (row: Count) => t`${count(row.counted_count)} of ${count(row.line_count)}`;
  return (
    <DocumentList<Count>
      id="stock-counts"
      title={t`Counts`}
      kind="COUNT"
      path={COUNTS}
      home="/stock/counts"
      columns={[
        { id: "progress", header: t`Counted`, figure: true, narrow: true, cell: done, text: done },
        {
          id: "blind",
          header: t`Blind`,
          cell: (row) => (row.is_blind ? t`Yes` : t`No`),
          text: (row) => (row.is_blind ? t`Yes` : t`No`),
        },
      ]}
      primary={
        may("stock.count") && (
          <Button component={Link} to="/stock/counts/new">
            <Trans>New count</Trans>
          </Button>
        )
      }
      empty={{
        title: t`No counts yet`,
        text: t`Count with a phone while selling goes on. What differs from the books is shown at the end and booked once approved.`,
      }}
    />
  );
}
