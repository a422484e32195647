import { Trans, useLingui } from "@lingui/react/macro";
import { useNavigate } from "@tanstack/react-router";
import { Page } from "@/components/ui/Page";
import { usePriceCells } from "../cells";
import { ORDERS, type Order } from "../kinds";
import { PurchaseForm } from "../PurchaseForm";

export default function NewOrderPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  return (
    <Page title={t`New order`} back={{ to: ORDERS.home, label: t`Orders` }}>
      <PurchaseForm<Order>
        path={ORDERS.path}
        lines={[]}
        cells={usePriceCells()}
        act={<Trans>Save order</Trans>}
        onSaved={(saved) => navigate({ to: `${ORDERS.home}/${saved.id}` })}
      />
    </Page>
  );
}
