/** One landed cost: its charges, and what each product bears. */
import { Trans, useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { DocumentPage } from "@/components/documents/DocumentPage";
import { LinesTable } from "@/components/documents/LinesTable";
import { useLocationName } from "@/components/documents/refs";
import { Written } from "@/components/documents/Written";
import { Fact, Facts, Section } from "@/components/ui/Page";
import { toast } from "@/components/ui/toast";
import { amount, date, money } from "@/lib/format";
import { useCurrency, useMay } from "@/lib/session";
import { Sources } from "../Aside";
import { DELIVERIES, LANDED, type Landed } from "../kinds";
import { WithDoc } from "../WithDoc";
import { LandedForm } from "./LandedForm";
import { useBases, useChargeKinds } from "./words";

export default function LandedPage() {
  const { t } = useLingui();
  const back = { to: LANDED.home, label: t`Landed costs` };
  return (
    <WithDoc<Landed> path={LANDED.path} title={t`Landed cost`} back={back}>
      {(landed) => <Shown landed={landed} back={back} />}
    </WithDoc>
  );
}

function Shown({ landed, back }: { landed: Landed; back: { to: string; label: string } }) {
  const { t } = useLingui();
  const may = useMay();
  const client = useQueryClient();
  const [isDirty, setDirty] = useState(false);
  const isWritten = landed.is_editable && may("purchase.approve");
  const currency = useCurrency();
  const nameOf = useLocationName();
  const kinds: Record<string, string> = useChargeKinds();
  const bases = useBases();
  const total = money(landed.total_amount, currency);
  const effect = (
    <Trans>Puts {total} on the goods: on those in stock, and as an expense for those that are sold.</Trans>
  );
  const receipts = [...new Set(landed.targets.map((one) => one.receipt))];
  return (
    <DocumentPage
      kind={t`Landed cost`}
      path={LANDED.path}
      doc={landed}
      back={back}
      blocked={isDirty ? t`Save the changes first.` : undefined}
      effect={(way) => (way.creates_inventory_movements ? effect : null)}
      ahead={landed.status === "draft" ? effect : undefined}
      aside={
        <>
          <Section title={t`Facts`}>
            <Facts>
              <Fact term={t`Place`}>{nameOf(landed.location)}</Fact>
              <Fact term={t`Date`}>{date(landed.document_date)}</Fact>
              <Fact term={t`Shared out`}>{bases[landed.basis]}</Fact>
              <Fact term={t`Total`}>{total}</Fact>
            </Facts>
          </Section>
          <Sources
            title={t`Deliveries`}
            links={receipts.map((id, at) => ({ to: `${DELIVERIES.home}/${id}`, label: t`Delivery ${String(at + 1)}` }))}
          />
        </>
      }
    >
      {isWritten ? (
        <Written doc={landed} isDirty={isDirty}>
          {(now) => (
            <LandedForm
              landed={now}
              act={<Trans>Save landed cost</Trans>}
              onDirty={setDirty}
              onSaved={(saved) => {
                client.setQueryData([LANDED.path, saved.id], saved);
                toast(t`${saved.number} is saved.`);
              }}
            />
          )}
        </Written>
      ) : (
        <Section title={t`Charges`}>
          <LinesTable
            label={t`Charges`}
            first={t`Charge`}
            lines={landed.charges.map((one) => ({ ...one, product_name: kinds[one.kind] ?? one.kind }))}
            cells={[
              { id: "words", header: t`Words`, cell: (one) => one.description || "-" },
              { id: "amount", header: t`Amount`, figure: true, cell: (one) => money(one.amount, one.currency) },
            ]}
          />
        </Section>
      )}
      <Section title={t`What each product bears`}>
        <LinesTable
          label={t`What each product bears`}
          lines={landed.targets.map((one) => ({ ...one, product_name: one.product_sku, product_sku: "" }))}
          cells={[
            { id: "all", header: t`Amount (${currency})`, figure: true, cell: (one) => amount(one.amount, currency) },
            { id: "stock", header: t`On stock`, figure: true, cell: (one) => amount(one.stock_amount, currency) },
            {
              id: "sold",
              header: t`On what is sold`,
              figure: true,
              cell: (one) => amount(one.expensed_amount, currency),
            },
          ]}
        />
      </Section>
    </DocumentPage>
  );
}
