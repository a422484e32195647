/** Goods that went back to suppliers. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { DocumentList } from "@/components/documents/DocumentList";
import { DELIVERIES, RETURNS, type Returned } from "../kinds";
import { usePurchaseColumns, useSupplierFilter } from "../listing";

export default function ReturnsPage() {
  const { t } = useLingui();
  const columns = usePurchaseColumns<Returned>().filter((column) => column.id !== "expected");
  const bySupplier = useSupplierFilter();
  return (
    <DocumentList<Returned>
      id="supplier-returns"
      title={t`Returns to suppliers`}
      kind="SUPPLIER_RETURN"
      {...RETURNS}
      columns={columns}
      filters={[bySupplier]}
      empty={{
        title: t`Nothing went back yet`,
        text: t`Open the delivery that the goods came with, and send some of them back from there.`,
        action: (
          <Button component={Link} to={DELIVERIES.home} variant="default">
            <Trans>Open the deliveries</Trans>
          </Button>
        ),
      }}
    />
  );
}
