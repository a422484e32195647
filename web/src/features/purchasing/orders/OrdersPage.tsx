/** Orders: what was ordered from whom, and what of it has come. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { DocumentList } from "@/components/documents/DocumentList";
import { useMay } from "@/lib/session";
import { ORDERS, type Order } from "../kinds";
import { usePurchaseColumns, useSupplierFilter } from "../listing";

export default function OrdersPage() {
  const { t } = useLingui();
  const may = useMay();
  const columns = usePurchaseColumns<Order>();
  const bySupplier = useSupplierFilter();
  return (
    <DocumentList<Order>
      id="purchase-orders"
      title={t`Orders`}
      kind="PURCHASE_ORDER"
      {...ORDERS}
      columns={columns}
      filters={[bySupplier]}
      primary={
        may("purchase.order") && (
          <Button component={Link} to={`${ORDERS.home}/new`}>
            <Trans>New order</Trans>
          </Button>
        )
      }
      empty={{
        title: t`No orders yet`,
        text: t`Make orders from the order board, which knows what runs out, or write one.`,
      }}
    />
  );
}
