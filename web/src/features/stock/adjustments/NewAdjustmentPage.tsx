import { useLingui } from "@lingui/react/macro";
import { useNavigate } from "@tanstack/react-router";
import { Page } from "@/components/ui/Page";
import { Waiting } from "@/components/ui/Waiting";
import { useSeed } from "../useSeed";
import { AdjustmentForm, useAdjustmentCells } from "./AdjustmentForm";

export default function NewAdjustmentPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const seed = useSeed(useAdjustmentCells());
  const lines = seed?.lines.map((line) => ({
    ...line,
    values: { ...line.values, ...(seed.wanted.reason && { reason: seed.wanted.reason }) },
    kept: seed.wanted.batch ? { batch: seed.wanted.batch } : {},
  }));
  return (
    <Page title={t`New adjustment`} back={{ to: "/stock/adjustments", label: t`Adjustments` }}>
      {seed && lines ? (
        <AdjustmentForm
          from={seed.from}
          lines={lines}
          onSaved={(saved) => navigate({ to: `/stock/adjustments/${saved.id}` })}
        />
      ) : (
        <Waiting label={t`Loading the product`} />
      )}
    </Page>
  );
}
