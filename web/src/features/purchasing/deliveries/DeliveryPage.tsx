/** One delivery: checked while it is a draft, in stock once completed; then corrected or sent back. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button, Menu } from "@mantine/core";
import { useState } from "react";
import { DocumentPage } from "@/components/documents/DocumentPage";
import { isZero, sum } from "@/components/documents/figures";
import { LinesTable } from "@/components/documents/LinesTable";
import { lineOf } from "@/components/documents/lines";
import { useLocationName } from "@/components/documents/refs";
import { Written } from "@/components/documents/Written";
import { Section } from "@/components/ui/Page";
import { toast } from "@/components/ui/toast";
import { amount, date, money, quantity } from "@/lib/format";
import { useMay } from "@/lib/session";
import { PurchaseAside, Sources } from "../Aside";
import { useDeliveryCells, usePricedText } from "../cells";
import { DELIVERIES, type Delivery, ORDERS } from "../kinds";
import { PurchaseForm } from "../PurchaseForm";
import { WithDoc } from "../WithDoc";
import { CorrectAsk } from "./CorrectAsk";
import { ReturnAsk } from "./ReturnAsk";

export type DeliveryLine = Delivery["lines"][number];
const KEPT = ["id", "order_line", "tax_rate", "discount_percent", "supplier_lot", "stock_status"];

export default function DeliveryPage() {
  const { t } = useLingui();
  const back = { to: DELIVERIES.home, label: t`Deliveries` };
  return (
    <WithDoc<Delivery> path={DELIVERIES.path} title={t`Delivery`} back={back}>
      {(delivery) => <Shown delivery={delivery} back={back} />}
    </WithDoc>
  );
}

function Shown({ delivery, back }: { delivery: Delivery; back: { to: string; label: string } }) {
  const { t } = useLingui();
  const may = useMay();
  const nameOf = useLocationName();
  const cells = useDeliveryCells();
  const [isDirty, setDirty] = useState(false);
  const [open, setOpen] = useState<"correct" | "return">();
  const much = quantity(sum(delivery.lines.map((line) => line.base_qty)));
  const worth = money(delivery.net_amount, delivery.currency);
  const place = nameOf(delivery.location);
  const effect = (
    <Trans>
      Adds {much}, {worth}, to stock at {place}.
    </Trans>
  );
  const isDone = delivery.status === "completed";
  const orders = [...new Set(delivery.lines.map((line) => line.order).filter((id) => id !== null))];
  return (
    <DocumentPage
      kind={t`Delivery`}
      path={DELIVERIES.path}
      doc={delivery}
      back={back}
      blocked={isDirty ? t`Save the changes first.` : undefined}
      effect={(way) => (way.creates_inventory_movements ? effect : null)}
      verb={(way) => (way.status === "completed" ? t`Take into stock` : undefined)}
      ahead={delivery.status === "draft" && delivery.lines.length > 0 ? effect : undefined}
      menu={
        isDone &&
        may("stock.approve") && (
          <Menu.Item onClick={() => setOpen("correct")}>
            <Trans>Correct a line</Trans>
          </Menu.Item>
        )
      }
      actions={
        isDone &&
        may("purchase.order") && (
          <Button variant="default" onClick={() => setOpen("return")}>
            <Trans>Send goods back</Trans>
          </Button>
        )
      }
      aside={
        <PurchaseAside
          doc={delivery}
          sources={
            <Sources
              title={t`Ordered by`}
              links={orders.map((id, at) => ({ to: `${ORDERS.home}/${id}`, label: t`Order ${String(at + 1)}` }))}
            />
          }
        />
      }
    >
      {open === "correct" && <CorrectAsk delivery={delivery} onDone={() => setOpen(undefined)} />}
      {open === "return" && <ReturnAsk delivery={delivery} onDone={() => setOpen(undefined)} />}
      {delivery.is_editable && may("stock.receive") ? (
        <Written doc={delivery} isDirty={isDirty}>
          {(now) => (
            <PurchaseForm<Delivery>
              path={DELIVERIES.path}
              doc={now}
              lines={now.lines.map((line) => lineOf(cells, line, KEPT))}
              cells={cells}
              counts
              act={<Trans>Save delivery</Trans>}
              tools={(form) => (
                <Button
                  size="sm"
                  variant="default"
                  onClick={() =>
                    form.setLines(form.lines.map((line) => ({ ...line, values: { ...line.values, quantity: "0" } })))
                  }
                >
                  <Trans>Count from zero</Trans>
                </Button>
              )}
              onDirty={setDirty}
              onSaved={(saved) => toast(t`${saved.number} is saved.`)}
            />
          )}
        </Written>
      ) : (
        <Goods delivery={delivery} />
      )}
    </DocumentPage>
  );
}

function Goods({ delivery }: { delivery: Delivery }) {
  const { t } = useLingui();
  const text = usePricedText<DeliveryLine>(delivery.currency);
  const batch = (line: DeliveryLine) =>
    [line.batch_number, line.expires_on && t`expires ${date(line.expires_on)}`, line.serials.join(", ")]
      .filter(Boolean)
      .join(" · ");
  const hasBatches = delivery.lines.some(batch);
  const back = delivery.lines.filter((line) => !isZero(line.returned_base_qty)).length;
  return (
    <Section title={t`Goods`}>
      {back > 0 && (
        <p>
          <Plural value={back} one="Some of # product went back." other="Some of # products went back." />
        </p>
      )}
      <LinesTable
        label={t`Goods`}
        lines={delivery.lines}
        cells={[
          ...text,
          ...(hasBatches ? [{ id: "batch", header: t`Batch`, cell: (line: DeliveryLine) => batch(line) || "-" }] : []),
          ...(back > 0
            ? [
                {
                  id: "back",
                  header: t`Went back`,
                  figure: true,
                  cell: (line: DeliveryLine) => quantity(line.returned_base_qty, line.unit_code),
                },
              ]
            : []),
        ]}
        totals={["", "", "", amount(delivery.net_amount, delivery.currency)]}
      />
    </Section>
  );
}
