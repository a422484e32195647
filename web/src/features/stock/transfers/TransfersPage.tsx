/** Goods on their way between places. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { DocumentList } from "@/components/documents/DocumentList";
import { useLocationChoices, useLocationName } from "@/components/documents/refs";
import { count } from "@/lib/format";
import { useMay } from "@/lib/session";
import { TRANSFERS, type Transfer } from "./api";

export default function TransfersPage() {
  const { t } = useLingui();
  const may = useMay();
  const nameOf = useLocationName();
  const places = useLocationChoices();
  const add = may("stock.transfer") && (
    <Button component={Link} to="/stock/transfers/new">
      <Trans>New transfer</Trans>
    </Button>
  );
  return (
    <DocumentList<Transfer>
      id="stock-transfers"
      title={t`Transfers`}
      kind="TRANSFER"
      path={TRANSFERS}
      home="/stock/transfers"
      columns={[
        {
          id: "to",
          header: t`To`,
          narrow: true,
          cell: (row) => nameOf(row.to_location),
          text: (row) => nameOf(row.to_location),
        },
        {
          id: "lines",
          header: t`Lines`,
          figure: true,
          cell: (row) => count(row.lines.length),
          text: (row) => String(row.lines.length),
        },
      ]}
      filters={[{ id: "to_location", label: t`To`, kind: "choice", options: places }]}
      primary={add}
      empty={{
        title: t`No transfers yet`,
        text: t`A transfer moves goods from one place to another: sent there, received here, and what is lost on the way is seen.`,
      }}
    />
  );
}
