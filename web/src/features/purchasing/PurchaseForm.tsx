/** A purchase document while it is written: where, from whom, when, and the lines. */
import { useLingui } from "@lingui/react/macro";
import { Select, SimpleGrid, Textarea, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { send } from "@/components/documents/call";
import { FormBar } from "@/components/documents/FormBar";
import { type DocumentForm, useDocumentForm } from "@/components/documents/form";
import { LinesEditor } from "@/components/documents/LinesEditor";
import { type CellSpec, type DraftLine, lineBody } from "@/components/documents/lines";
import { loadSuppliers, useLocationChoices } from "@/components/documents/refs";
import type { Doc } from "@/components/documents/words";
import { Section } from "@/components/ui/Page";
import { Pick } from "@/components/ui/Pick";

export interface PurchaseDoc extends Doc {
  supplier: string | null;
  supplier_name: string | null;
  supplier_reference?: string;
  expected_delivery_date?: string | null;
}

interface Props<D extends PurchaseDoc> {
  path: string;
  doc?: D | undefined;
  lines: DraftLine[];
  cells: readonly CellSpec[];
  act: ReactNode;
  place?: string | null;
  supplierIsOptional?: boolean;
  /** A delivery: scans count what is expected from one, and lines without a figure are left out. */
  counts?: boolean;
  tools?: (form: DocumentForm) => ReactNode;
  onSaved: (doc: D) => void;
  onDirty?: (dirty: boolean) => void;
}

export function PurchaseForm<D extends PurchaseDoc>(props: Props<D>) {
  const { path, doc, cells, counts } = props;
  const { t } = useLingui();
  const client = useQueryClient();
  const places = useLocationChoices();
  const form = useDocumentForm<D>({
    head: {
      location: doc?.location ?? props.place ?? null,
      supplier: doc?.supplier ?? null,
      expected_delivery_date: doc?.expected_delivery_date ?? null,
      supplier_reference: doc?.supplier_reference ?? "",
      notes: doc?.notes ?? "",
    },
    lines: props.lines,
    onDirty: props.onDirty,
    save: (head, lines, key) => {
      const kept = counts ? lines.filter((line) => !/^[0.,\s]*$/.test(line.values.quantity ?? "")) : lines;
      const { location, supplier, ...rest } = head;
      const body = { ...rest, lines: kept.map((line) => lineBody(cells, line)) };
      if (doc) return send<D>("PATCH", `${path}${doc.id}/`, key, body);
      return send<D>("POST", path, key, { ...body, location, ...(supplier && { supplier }) });
    },
    onSaved: (saved) => {
      client.setQueryData([path, saved.id], saved);
      props.onSaved(saved);
    },
  });
  const { head, errors } = form;
  return (
    <>
      <Section>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          {!doc && (
            <>
              <Select
                label={t`Place`}
                data={places}
                value={head.location ?? null}
                error={errors.location}
                onChange={(value) => form.set("location", value)}
              />
              <Pick
                kind="suppliers"
                label={props.supplierIsOptional ? t`Supplier (optional)` : t`Supplier`}
                load={loadSuppliers}
                value={head.supplier ?? null}
                error={errors.supplier}
                onChange={(value) => form.set("supplier", value)}
              />
            </>
          )}
          <TextInput
            type="date"
            label={t`Expected on (optional)`}
            value={head.expected_delivery_date ?? ""}
            error={errors.expected_delivery_date}
            onChange={(event) => form.set("expected_delivery_date", event.currentTarget.value || null)}
          />
          <TextInput
            label={t`Supplier's number (optional)`}
            value={head.supplier_reference ?? ""}
            error={errors.supplier_reference}
            onChange={(event) => form.set("supplier_reference", event.currentTarget.value)}
          />
        </SimpleGrid>
      </Section>
      <Section title={t`Goods`} actions={props.tools?.(form)}>
        <LinesEditor
          label={t`Goods`}
          lines={form.lines}
          cells={cells}
          errors={errors}
          counts={counts ?? false}
          onChange={form.setLines}
        />
      </Section>
      <Section>
        <Textarea
          label={t`Note (optional)`}
          value={head.notes ?? ""}
          autosize
          minRows={2}
          onChange={(event) => form.set("notes", event.currentTarget.value)}
        />
      </Section>
      <FormBar form={form} isNew={!doc} act={props.act} />
    </>
  );
}
