/** What is put right, of which product and why, while it is written. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Select, Textarea } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { FormBar } from "@/components/documents/FormBar";
import { useDocumentForm } from "@/components/documents/form";
import { LinesEditor } from "@/components/documents/LinesEditor";
import type { CellSpec, DraftLine } from "@/components/documents/lines";
import { useLocationChoices } from "@/components/documents/refs";
import { Section } from "@/components/ui/Page";
import { options, useReasons } from "../words";
import { type Act, ADJUSTMENTS, type Adjustment, saveAdjustment } from "./api";

export function useActs(): Record<Act, string> {
  const { t } = useLingui();
  return {
    GONE: t`Gone`,
    FOUND: t`Found`,
    QUARANTINE: t`Into quarantine`,
    DAMAGED: t`Set aside as damaged`,
    AVAILABLE: t`Back to the shelf`,
  };
}

export function useAdjustmentCells(): CellSpec[] {
  const { t } = useLingui();
  const reasons = useReasons();
  const acts = useActs();
  return [
    { id: "act", header: t`What became of it`, kind: "choice", options: options(acts), initial: "GONE" },
    { id: "reason", header: t`Reason`, kind: "choice", options: options(reasons), initial: "DAMAGE" },
    { id: "comment", header: t`Comment (optional)`, kind: "text" },
    {
      id: "serials",
      header: t`Serial numbers`,
      kind: "text",
      isList: true,
      isFor: (product) => Boolean(product?.tracks_serials),
    },
  ];
}

interface Props {
  adjustment?: Adjustment;
  from?: string | null;
  lines: DraftLine[];
  onSaved: (saved: Adjustment) => void;
  onDirty?: (dirty: boolean) => void;
}

export function AdjustmentForm({ adjustment, from, lines, onSaved, onDirty }: Props) {
  const { t } = useLingui();
  const client = useQueryClient();
  const cells = useAdjustmentCells();
  const places = useLocationChoices();
  const form = useDocumentForm<Adjustment>({
    head: { location: adjustment?.location ?? from ?? null, notes: adjustment?.notes ?? "" },
    lines,
    onDirty,
    save: (head, now, key) => saveAdjustment(adjustment?.id, head, now, cells, key),
    onSaved: (saved) => {
      client.setQueryData([ADJUSTMENTS, saved.id], saved);
      onSaved(saved);
    },
  });
  return (
    <>
      {!adjustment && (
        <Section>
          <Select
            label={t`Place`}
            data={places}
            maw="24rem"
            value={form.head.location ?? null}
            error={form.errors.location}
            onChange={(value) => form.set("location", value)}
          />
        </Section>
      )}
      <Section title={t`Goods`}>
        <LinesEditor label={t`Goods`} lines={form.lines} cells={cells} errors={form.errors} onChange={form.setLines} />
      </Section>
      <Section>
        <Textarea
          label={t`Note (optional)`}
          value={form.head.notes ?? ""}
          autosize
          minRows={2}
          onChange={(event) => form.set("notes", event.currentTarget.value)}
        />
      </Section>
      <FormBar form={form} isNew={!adjustment} act={<Trans>Save adjustment</Trans>} />
    </>
  );
}
