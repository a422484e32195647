/** A return to a supplier while it is a draft: how much of what goes back, and why. Its goods come from deliveries. */
import { Trans, useLingui } from "@lingui/react/macro";
import { SimpleGrid, Textarea, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { send } from "@/components/documents/call";
import { FormBar } from "@/components/documents/FormBar";
import { useDocumentForm } from "@/components/documents/form";
import { LinesEditor } from "@/components/documents/LinesEditor";
import { type CellSpec, lineBody, lineOf } from "@/components/documents/lines";
import { Section } from "@/components/ui/Page";
import { toast } from "@/components/ui/toast";
import { RETURNS, type Returned } from "../kinds";

interface Props {
  returned: Returned;
  onDirty: (dirty: boolean) => void;
}

export function ReturnForm({ returned, onDirty }: Props) {
  const { t } = useLingui();
  const client = useQueryClient();
  const cells: CellSpec[] = [
    {
      id: "serials",
      header: t`Serial numbers`,
      kind: "text",
      isList: true,
      isFor: (product) => Boolean(product?.tracks_serials),
    },
    { id: "reason", header: t`Reason (optional)`, kind: "text", optional: false },
  ];
  const form = useDocumentForm<Returned>({
    head: { supplier_reference: returned.supplier_reference ?? "", notes: returned.notes ?? "" },
    lines: returned.lines.map((line) => lineOf(cells, line, ["id", "receipt_line"])),
    onDirty,
    save: (head, lines, key) => {
      const body = lines.map((line) => {
        const { product: _, packaging, ...rest } = lineBody(cells, line);
        return { ...rest, in_base_units: packaging === undefined };
      });
      return send<Returned>("PATCH", `${RETURNS.path}${returned.id}/`, key, { ...head, lines: body });
    },
    onSaved: (saved) => {
      client.setQueryData([RETURNS.path, saved.id], saved);
      toast(t`${saved.number} is saved.`);
    },
  });
  const { head, errors } = form;
  return (
    <>
      <Section>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput
            label={t`Supplier's number (optional)`}
            value={head.supplier_reference ?? ""}
            error={errors.supplier_reference}
            onChange={(event) => form.set("supplier_reference", event.currentTarget.value)}
          />
          <Textarea
            label={t`Note (optional)`}
            autosize
            value={head.notes ?? ""}
            error={errors.notes}
            onChange={(event) => form.set("notes", event.currentTarget.value)}
          />
        </SimpleGrid>
      </Section>
      <Section title={t`Goods`}>
        <LinesEditor
          label={t`Goods`}
          lines={form.lines}
          cells={cells}
          onChange={form.setLines}
          errors={errors}
          closed
        />
      </Section>
      <FormBar form={form} act={<Trans>Save return</Trans>} />
    </>
  );
}
