/** What goes from where to where, while it is written. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Group, Select, Textarea } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { FormBar } from "@/components/documents/FormBar";
import { useDocumentForm } from "@/components/documents/form";
import { LinesEditor } from "@/components/documents/LinesEditor";
import type { CellSpec, DraftLine } from "@/components/documents/lines";
import { useLocationChoices } from "@/components/documents/refs";
import { Section } from "@/components/ui/Page";
import { saveTransfer, TRANSFERS, type Transfer } from "./api";

export function useTransferCells(): CellSpec[] {
  const { t } = useLingui();
  return [
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
  transfer?: Transfer;
  from?: string | null;
  lines: DraftLine[];
  onSaved: (saved: Transfer) => void;
  onDirty?: (dirty: boolean) => void;
}

export function TransferForm({ transfer, from, lines, onSaved, onDirty }: Props) {
  const { t } = useLingui();
  const client = useQueryClient();
  const cells = useTransferCells();
  const places = useLocationChoices();
  const form = useDocumentForm<Transfer>({
    head: {
      location: transfer?.location ?? from ?? null,
      to_location: transfer?.to_location ?? null,
      notes: transfer?.notes ?? "",
    },
    lines,
    onDirty,
    save: (head, now, key) => saveTransfer(transfer?.id, head, now, cells, key),
    onSaved: (saved) => {
      client.setQueryData([TRANSFERS, saved.id], saved);
      onSaved(saved);
    },
  });
  return (
    <>
      <Section>
        <Group align="flex-start" grow preventGrowOverflow={false}>
          <Select
            label={t({ message: "From", context: "where" })}
            data={places}
            value={form.head.location ?? null}
            disabled={Boolean(transfer)}
            error={form.errors.location}
            onChange={(value) => form.set("location", value)}
          />
          <Select
            label={t`To`}
            data={places.filter((one) => one.value !== form.head.location)}
            value={form.head.to_location ?? null}
            error={form.errors.to_location}
            onChange={(value) => form.set("to_location", value)}
          />
        </Group>
      </Section>
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
      <FormBar form={form} isNew={!transfer} act={<Trans>Save transfer</Trans>} />
    </>
  );
}
