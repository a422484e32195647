/** What is open by how long it is past its due date: a bar, and the same as a table. */
import { Trans, useLingui } from "@lingui/react/macro";
import Big from "big.js";
import { SimpleTable } from "@/components/ui/SimpleTable";
import type { Schemas } from "@/lib/api";
import { money } from "@/lib/format";
import { type Share, ShareBar } from "./ShareBar";

export type AgingFigures = Schemas["Aging"];

/** The ages in words, in their order. */
export function useAges(): readonly { id: keyof AgingFigures; label: string; shade: Share["shade"] }[] {
  const { t } = useLingui();
  return [
    { id: "not_due", label: t`Not due yet`, shade: "0" },
    { id: "days_1_30", label: t`1-30 days late`, shade: "1" },
    { id: "days_31_60", label: t`31-60 days late`, shade: "2" },
    { id: "days_61_90", label: t`61-90 days late`, shade: "3" },
    { id: "days_over_90", label: t`Over 90 days late`, shade: "4" },
  ];
}

/** What of it is past its due date. */
export function lateOf(figures: AgingFigures): string {
  const { days_1_30, days_31_60, days_61_90, days_over_90 } = figures;
  return new Big(days_1_30).plus(days_31_60).plus(days_61_90).plus(days_over_90).toFixed(2);
}

export function Aging({ figures, currency, label }: { figures: AgingFigures; currency: string; label: string }) {
  const { t } = useLingui();
  const ages = useAges();
  const told = (amount: string) => money(amount, currency);
  const [total, late] = [told(figures.total), told(lateOf(figures))];
  const parts = ages.map((age) => ({ ...age, amount: figures[age.id], text: told(figures[age.id]) }));
  return (
    <>
      <ShareBar parts={parts} summary={t`${total} is open, of which ${late} is late.`} />
      <details style={{ marginBlockStart: "var(--space-3)" }}>
        <summary style={{ cursor: "pointer", padding: "0.25rem 0" }}>
          <Trans>As a table</Trans>
        </summary>
        <SimpleTable
          label={label}
          head={[{ label: t`Age` }, { label: t`Open`, figure: true }]}
          rows={[
            ...ages.map((age) => ({ key: age.id, cells: [age.label, told(figures[age.id])] })),
            { key: "credits", cells: [t`Credit that settles nothing yet`, told(negative(figures.credits))] },
            { key: "total", cells: [t`In all`, total], strong: true },
          ]}
        />
      </details>
    </>
  );
}

const negative = (amount: string) => new Big(amount).times(-1).toFixed(2);
