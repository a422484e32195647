/** Stock that was put right: written off, found, set aside. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { DocumentList } from "@/components/documents/DocumentList";
import { useMay } from "@/lib/session";
import { useReasons } from "../words";
import { ADJUSTMENTS, type Adjustment } from "./api";

export default function AdjustmentsPage() {
  const { t } = useLingui();
  const may = useMay();
  const reasons = useReasons();
  const why = (row: Adjustment) => [...new Set(row.lines.map((line) => reasons[line.reason]))].join(", ");
  return (
    <DocumentList<Adjustment>
      id="stock-adjustments"
      title={t`Adjustments`}
      kind="ADJUSTMENT"
      path={ADJUSTMENTS}
      home="/stock/adjustments"
      columns={[{ id: "reasons", header: t`Reasons`, cell: why, text: why }]}
      primary={
        may("stock.adjust") && (
          <Button component={Link} to="/stock/adjustments/new">
            <Trans>New adjustment</Trans>
          </Button>
        )
      }
      empty={{
        title: t`No adjustments yet`,
        text: t`An adjustment puts stock right with a reason: broken, expired, stolen, found. Somebody who may approve completes it.`,
      }}
    />
  );
}
