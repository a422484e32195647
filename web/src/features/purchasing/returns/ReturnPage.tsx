/** One return to a supplier: a draft until the goods leave. */
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { DocumentPage } from "@/components/documents/DocumentPage";
import { sum } from "@/components/documents/figures";
import { LinesTable } from "@/components/documents/LinesTable";
import { useLocationName } from "@/components/documents/refs";
import { Written } from "@/components/documents/Written";
import { Section } from "@/components/ui/Page";
import { amount, money, quantity } from "@/lib/format";
import { useMay } from "@/lib/session";
import { PurchaseAside, Sources } from "../Aside";
import { usePricedText } from "../cells";
import { DELIVERIES, RETURNS, type Returned } from "../kinds";
import { WithDoc } from "../WithDoc";
import { ReturnForm } from "./ReturnForm";

export default function ReturnPage() {
  const { t } = useLingui();
  const back = { to: RETURNS.home, label: t`Returns to suppliers` };
  return (
    <WithDoc<Returned> path={RETURNS.path} title={t`Return to supplier`} back={back}>
      {(returned) => <Shown returned={returned} back={back} />}
    </WithDoc>
  );
}

function Shown({ returned, back }: { returned: Returned; back: { to: string; label: string } }) {
  const { t } = useLingui();
  const may = useMay();
  const [isDirty, setDirty] = useState(false);
  const isWritten = returned.is_editable && may("purchase.order");
  const nameOf = useLocationName();
  const text = usePricedText<Returned["lines"][number]>(returned.currency);
  const much = quantity(sum(returned.lines.map((line) => line.base_qty)));
  const worth = money(returned.net_amount, returned.currency);
  const place = nameOf(returned.location);
  const effect = (
    <Trans>
      Takes {much}, {worth}, from stock at {place}. The supplier then owes a credit note for them.
    </Trans>
  );
  const receipts = [...new Set(returned.lines.map((line) => line.receipt))];
  return (
    <DocumentPage
      kind={t`Return to supplier`}
      path={RETURNS.path}
      doc={returned}
      back={back}
      blocked={isDirty ? t`Save the changes first.` : undefined}
      verb={(way) => (way.status === "completed" ? t`Send back` : undefined)}
      effect={(way) => (way.creates_inventory_movements ? effect : null)}
      ahead={returned.status === "draft" ? effect : undefined}
      aside={
        <PurchaseAside
          doc={returned}
          sources={
            <Sources
              title={t`Came with`}
              links={receipts.map((id, at) => ({
                to: `${DELIVERIES.home}/${id}`,
                label: t`Delivery ${String(at + 1)}`,
              }))}
            />
          }
        />
      }
    >
      {isWritten ? (
        <Written doc={returned} isDirty={isDirty}>
          {(now) => <ReturnForm returned={now} onDirty={setDirty} />}
        </Written>
      ) : (
        <Section title={t`Goods`}>
          <LinesTable
            label={t`Goods`}
            lines={returned.lines}
            cells={[...text, { id: "reason", header: t`Reason`, cell: (line) => line.reason || "-" }]}
            totals={["", "", "", amount(returned.net_amount, returned.currency), ""]}
          />
        </Section>
      )}
    </DocumentPage>
  );
}
