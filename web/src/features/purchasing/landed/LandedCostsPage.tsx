/** Freight, duty and the like that were put on goods. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { DocumentList } from "@/components/documents/DocumentList";
import { money } from "@/lib/format";
import { useCurrency, useMay } from "@/lib/session";
import { LANDED, type Landed } from "../kinds";
import { useBases } from "./words";

export default function LandedCostsPage() {
  const { t } = useLingui();
  const may = useMay();
  const currency = useCurrency();
  const bases = useBases();
  return (
    <DocumentList<Landed>
      id="landed-costs"
      title={t`Landed costs`}
      kind="LANDED_COST"
      {...LANDED}
      columns={[
        { id: "basis", header: t`Shared out`, cell: (row) => bases[row.basis], text: (row) => bases[row.basis] },
        {
          id: "total",
          header: t`Total`,
          figure: true,
          narrow: true,
          cell: (row) => money(row.total_amount, currency),
          text: (row) => row.total_amount,
        },
      ]}
      primary={
        may("purchase.approve") && (
          <Button component={Link} to={`${LANDED.home}/new`}>
            <Trans>New landed cost</Trans>
          </Button>
        )
      }
      empty={{
        title: t`No landed costs yet`,
        text: t`Freight, duty and insurance are shared out over the goods of deliveries, so that their cost is what they really cost.`,
      }}
    />
  );
}
