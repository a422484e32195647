/** Deliveries: goods that arrived. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { DocumentList } from "@/components/documents/DocumentList";
import { useMay } from "@/lib/session";
import { DELIVERIES, type Delivery } from "../kinds";
import { usePurchaseColumns, useSupplierFilter } from "../listing";

export default function DeliveriesPage() {
  const { t } = useLingui();
  const may = useMay();
  const columns = usePurchaseColumns<Delivery>().filter((column) => column.id !== "expected");
  const bySupplier = useSupplierFilter();
  return (
    <DocumentList<Delivery>
      id="deliveries"
      title={t`Deliveries`}
      kind="DELIVERY"
      {...DELIVERIES}
      columns={columns}
      filters={[bySupplier]}
      primary={
        may("stock.receive") && (
          <Button component={Link} to={`${DELIVERIES.home}/new`}>
            <Trans>Receive goods</Trans>
          </Button>
        )
      }
      empty={{
        title: t`No deliveries yet`,
        text: t`Open an order and receive its goods, or write down goods that came without one.`,
      }}
    />
  );
}
