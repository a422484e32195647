/** Goods that came: of an order that is open, or without one. */
import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { read } from "@/components/documents/call";
import { Page, Section } from "@/components/ui/Page";
import { date } from "@/lib/format";
import type { Rows } from "@/lib/pages";
import { useDeliveryCells } from "../cells";
import { DELIVERIES, type Delivery, ORDERS, type Order } from "../kinds";
import { PurchaseForm } from "../PurchaseForm";

const SHOWN = 8;

export default function NewDeliveryPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  return (
    <Page title={t`Receive goods`} back={{ to: DELIVERIES.home, label: t`Deliveries` }}>
      <OpenOrders />
      <h2 style={{ margin: 0, fontSize: "1rem" }}>
        <Trans>Or goods that came without an order</Trans>
      </h2>
      <PurchaseForm<Delivery>
        path={DELIVERIES.path}
        lines={[]}
        cells={useDeliveryCells()}
        act={<Trans>Save delivery</Trans>}
        onSaved={(saved) => navigate({ to: `${DELIVERIES.home}/${saved.id}` })}
      />
    </Page>
  );
}

function OpenOrders() {
  const { t } = useLingui();
  const query = (status: string) => ({
    queryKey: [ORDERS.path, "open", status],
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      read<Rows<Order>>(ORDERS.path, { status, page_size: SHOWN }, signal),
  });
  const sent = useQuery(query("sent"));
  const partly = useQuery(query("partially_received"));
  const orders = [...(partly.data?.results ?? []), ...(sent.data?.results ?? [])].slice(0, SHOWN);
  return (
    <Section title={t`Orders that are expected`}>
      {orders.length === 0 ? (
        <p style={{ margin: 0 }}>
          <Trans>No order is on its way.</Trans>
        </p>
      ) : (
        <ul style={{ margin: 0, paddingInlineStart: 16 }}>
          {orders.map((order) => (
            <li key={order.id} style={{ minHeight: 32 }}>
              <Link to={`${ORDERS.home}/${order.id}`}>
                {order.number} · {order.supplier_name}
              </Link>
              {order.expected_delivery_date && ` · ${t`expected on ${date(order.expected_delivery_date)}`}`}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
