/** One order: written, approved, sent, received in one or more deliveries. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Menu } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { send } from "@/components/documents/call";
import { DocumentPage } from "@/components/documents/DocumentPage";
import { isZero } from "@/components/documents/figures";
import { LinesTable } from "@/components/documents/LinesTable";
import { lineOf } from "@/components/documents/lines";
import { Written } from "@/components/documents/Written";
import { ProblemNotice } from "@/components/ui/Notice";
import { Section } from "@/components/ui/Page";
import { toast } from "@/components/ui/toast";
import { amount, quantity } from "@/lib/format";
import { useActKey } from "@/lib/keys";
import { useMay } from "@/lib/session";
import { PurchaseAside, Sources } from "../Aside";
import { usePriceCells, usePricedText } from "../cells";
import { DELIVERIES, type Delivery, ORDERS, type Order, REQUESTS } from "../kinds";
import { PurchaseForm } from "../PurchaseForm";
import { WithDoc } from "../WithDoc";
import { CancelLines } from "./CancelLines";

const RECEIVABLE = ["approved", "sent", "partially_received"];

export default function OrderPage() {
  const { t } = useLingui();
  const back = { to: ORDERS.home, label: t`Orders` };
  return (
    <WithDoc<Order> path={ORDERS.path} title={t`Order`} back={back}>
      {(order) => <Shown order={order} back={back} />}
    </WithDoc>
  );
}

function Shown({ order, back }: { order: Order; back: { to: string; label: string } }) {
  const { t } = useLingui();
  const may = useMay();
  const client = useQueryClient();
  const navigate = useNavigate();
  const cells = usePriceCells();
  const text = usePricedText<Order["lines"][number]>(order.currency);
  const [isDirty, setDirty] = useState(false);
  const [cancelling, setCancelling] = useState(false);
  const key = useActKey();
  const isOpen = order.lines.some((line) => !isZero(line.open_base_qty));
  const receivable = RECEIVABLE.includes(order.status) && isOpen && may("stock.receive");
  const receive = useMutation({
    mutationFn: () => send<Delivery>("POST", `${ORDERS.path}${order.id}/receive/`, key, {}),
    onSuccess: async (delivery) => {
      await client.invalidateQueries();
      await navigate({ to: `${DELIVERIES.home}/${delivery.id}` });
    },
  });
  const requests = [...new Set(order.lines.flatMap((line) => line.requests.map((link) => link.request)))];
  return (
    <DocumentPage
      kind={t`Order`}
      path={ORDERS.path}
      doc={order}
      back={back}
      blocked={isDirty ? t`Save the changes first.` : undefined}
      quiet={receivable && order.status !== "approved"}
      menu={
        RECEIVABLE.includes(order.status) &&
        isOpen &&
        may("purchase.order") && (
          <Menu.Item onClick={() => setCancelling(true)}>
            <Trans>Expect nothing more of some lines</Trans>
          </Menu.Item>
        )
      }
      actions={
        receivable && (
          <Button
            variant={order.status === "approved" ? "default" : "filled"}
            loading={receive.isPending}
            onClick={() => receive.mutate()}
          >
            <Trans>Receive goods</Trans>
          </Button>
        )
      }
      aside={
        <PurchaseAside
          doc={order}
          sources={
            <Sources
              title={t`Made of`}
              links={requests.map((id, at) => ({
                to: `${REQUESTS.home}/${id}`,
                label: t`Request ${String(at + 1)}`,
              }))}
            />
          }
        />
      }
    >
      <ProblemNotice error={receive.error} />
      {cancelling && <CancelLines order={order} onDone={() => setCancelling(false)} />}
      {order.is_editable && may("purchase.order") ? (
        <Written doc={order} isDirty={isDirty}>
          {(now) => (
            <PurchaseForm<Order>
              path={ORDERS.path}
              doc={now}
              lines={now.lines.map((line) => lineOf(cells, line, ["id", "tax_rate"]))}
              cells={cells}
              act={<Trans>Save order</Trans>}
              onDirty={setDirty}
              onSaved={(saved) => toast(t`${saved.number} is saved.`)}
            />
          )}
        </Written>
      ) : (
        <Section title={t`Goods`}>
          <LinesTable
            label={t`Goods`}
            lines={order.lines}
            cells={[
              ...text,
              {
                id: "received",
                header: t`Received`,
                figure: true,
                cell: (line) => quantity(line.received_base_qty, line.unit_code),
              },
              {
                id: "open",
                header: t`Still to come`,
                figure: true,
                cell: (line) => quantity(line.open_base_qty, line.unit_code),
              },
            ]}
            totals={["", "", "", amount(order.net_amount, order.currency), "", ""]}
          />
        </Section>
      )}
    </DocumentPage>
  );
}
