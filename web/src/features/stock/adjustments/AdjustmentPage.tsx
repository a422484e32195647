/** One adjustment: written by who noticed, completed by who may approve. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { DocumentPage, useDocument } from "@/components/documents/DocumentPage";
import { LinesTable } from "@/components/documents/LinesTable";
import { useLocationName } from "@/components/documents/refs";
import { Written } from "@/components/documents/Written";
import { ProblemNotice } from "@/components/ui/Notice";
import { Fact, Facts, Page, Section } from "@/components/ui/Page";
import { toast } from "@/components/ui/toast";
import { Waiting } from "@/components/ui/Waiting";
import { date, quantity } from "@/lib/format";
import { useMay } from "@/lib/session";
import { useReasons } from "../words";
import { AdjustmentForm, useActs, useAdjustmentCells } from "./AdjustmentForm";
import { ADJUSTMENTS, type Adjustment, actOf, draftOf } from "./api";

export default function AdjustmentPage() {
  const { t } = useLingui();
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const { data, error } = useDocument<Adjustment>(ADJUSTMENTS, id);
  if (!data) {
    return (
      <Page title={t`Adjustment`} back={{ to: "/stock/adjustments", label: t`Adjustments` }}>
        {error ? <ProblemNotice error={error} /> : <Waiting label={t`Loading the adjustment`} />}
      </Page>
    );
  }
  return <Shown adjustment={data} />;
}

function Shown({ adjustment }: { adjustment: Adjustment }) {
  const { t } = useLingui();
  const may = useMay();
  const nameOf = useLocationName();
  const cells = useAdjustmentCells();
  const acts = useActs();
  const reasons = useReasons();
  const [isDirty, setDirty] = useState(false);
  const place = nameOf(adjustment.location);
  const isWritten = adjustment.is_editable && may("stock.adjust");
  const effect = (
    <Trans>
      Changes the stock of <Plural value={adjustment.lines.length} one="# product" other="# products" /> at {place}.
    </Trans>
  );
  return (
    <DocumentPage
      kind={t`Adjustment`}
      path={ADJUSTMENTS}
      doc={adjustment}
      blocked={isDirty ? t`Save the changes first.` : undefined}
      back={{ to: "/stock/adjustments", label: t`Adjustments` }}
      effect={(way) => (way.creates_inventory_movements ? effect : null)}
      ahead={adjustment.status === "draft" && adjustment.lines.length > 0 ? effect : undefined}
      aside={
        <Section title={t`Facts`}>
          <Facts>
            <Fact term={t`Place`}>{place}</Fact>
            <Fact term={t`Date`}>{date(adjustment.document_date)}</Fact>
            {!isWritten && adjustment.notes && <Fact term={t`Note`}>{adjustment.notes}</Fact>}
          </Facts>
        </Section>
      }
    >
      {isWritten ? (
        <Written doc={adjustment} isDirty={isDirty}>
          {(now) => (
            <AdjustmentForm
              adjustment={now}
              lines={now.lines.map((line) => draftOf(cells, line))}
              onDirty={setDirty}
              onSaved={(saved) => toast(t`${saved.number} is saved.`)}
            />
          )}
        </Written>
      ) : (
        <Section title={t`Goods`}>
          <LinesTable
            label={t`Goods`}
            lines={adjustment.lines}
            cells={[
              {
                id: "quantity",
                header: t`Quantity`,
                figure: true,
                cell: (line) => quantity(line.base_quantity, line.unit_code),
              },
              { id: "act", header: t`What became of it`, cell: (line) => acts[actOf(line)] },
              { id: "reason", header: t`Reason`, cell: (line) => reasons[line.reason] },
              { id: "comment", header: t`Comment`, cell: (line) => line.comment || "-" },
            ]}
          />
        </Section>
      )}
    </DocumentPage>
  );
}
