/** A supplier's invoice while it is written: its head, the deliveries that it is for, charges without goods. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Select, SimpleGrid, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { read, send } from "@/components/documents/call";
import { FormBar } from "@/components/documents/FormBar";
import { plain } from "@/components/documents/figures";
import { useDocumentForm } from "@/components/documents/form";
import { loadSuppliers, useLocationChoices } from "@/components/documents/refs";
import { Section } from "@/components/ui/Page";
import { Pick } from "@/components/ui/Pick";
import { plain as asFigure } from "@/lib/decimals";
import { date } from "@/lib/format";
import type { Rows } from "@/lib/pages";
import { DELIVERIES, type Delivery, INVOICES, type Invoice } from "../kinds";
import { chargeRow, InvoiceRows, invoicedRow, type Row, receivedRow, rowBody } from "./InvoiceRows";

interface Props {
  invoice?: Invoice;
  onSaved: (saved: Invoice) => void;
  onDirty?: (dirty: boolean) => void;
}

export function InvoiceForm({ invoice, onSaved, onDirty }: Props) {
  const { t } = useLingui();
  const client = useQueryClient();
  const places = useLocationChoices();
  const [rows, setRows] = useState<Row[]>(invoice?.lines.map(invoicedRow) ?? []);
  const form = useDocumentForm<Invoice>({
    head: {
      location: invoice?.location ?? null,
      supplier: invoice?.supplier ?? null,
      supplier_number: invoice?.supplier_number ?? "",
      document_date: invoice?.document_date ?? "",
      due_date: invoice?.due_date ?? "",
      tax_amount: asFigure(invoice?.tax_amount, 2),
    },
    lines: [],
    onDirty,
    save: (head, _, key) => {
      const { location, supplier, tax_amount, rows: _rows, ...rest } = head;
      const told = Object.fromEntries(Object.entries(rest).filter(([, value]) => value));
      const tax = plain(tax_amount ?? "") ?? tax_amount;
      const body = { ...told, ...(tax && { tax_amount: tax }), lines: rows.map(rowBody) };
      if (invoice) return send<Invoice>("PATCH", `${INVOICES.path}${invoice.id}/`, key, body);
      return send<Invoice>("POST", INVOICES.path, key, { ...body, location, supplier });
    },
    onSaved: (saved) => {
      client.setQueryData([INVOICES.path, saved.id], saved);
      onSaved(saved);
    },
  });
  const { head, errors } = form;
  const change = (next: Row[]) => {
    setRows(next);
    form.set("rows", String(next.length));
  };
  const field = (name: string, label: string, type = "text") => (
    <TextInput
      label={label}
      type={type}
      inputMode={name === "tax_amount" ? "decimal" : undefined}
      value={head[name] ?? ""}
      error={errors[name]}
      onChange={(event) => form.set(name, event.currentTarget.value)}
    />
  );
  return (
    <>
      <Section>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          {!invoice && (
            <>
              <Pick
                kind="suppliers"
                label={t`Supplier`}
                load={loadSuppliers}
                value={head.supplier ?? null}
                error={errors.supplier}
                onChange={(value) => form.set("supplier", value)}
              />
              <Select
                label={t`Place`}
                data={places}
                value={head.location ?? null}
                error={errors.location}
                onChange={(value) => form.set("location", value)}
              />
            </>
          )}
          {field("supplier_number", t`Number on the invoice`)}
          {field("tax_amount", t`Tax on the invoice (optional)`)}
          {field("document_date", t`Date on the invoice (optional)`, "date")}
          {field("due_date", t`Due on (optional)`, "date")}
        </SimpleGrid>
      </Section>
      <Section
        title={t`What is invoiced`}
        actions={
          <Button size="sm" variant="default" onClick={() => change([...rows, chargeRow()])}>
            <Trans>Add a charge</Trans>
          </Button>
        }
      >
        <Deliveries
          supplier={head.supplier ?? null}
          taken={rows}
          onTake={(delivery) => change([...rows, ...delivery.lines.map(receivedRow)])}
        />
        <InvoiceRows rows={rows} errors={errors} onChange={change} />
      </Section>
      <FormBar form={form} isNew={!invoice} act={<Trans>Save invoice</Trans>} />
    </>
  );
}

interface DeliveriesProps {
  supplier: string | null;
  taken: readonly Row[];
  onTake: (delivery: Delivery) => void;
}

function Deliveries({ supplier, taken, onTake }: DeliveriesProps) {
  const { t } = useLingui();
  const { data } = useQuery({
    queryKey: [DELIVERIES.path, "of", supplier],
    queryFn: ({ signal }) =>
      read<Rows<Delivery>>(DELIVERIES.path, { supplier: supplier ?? "", status: "completed", page_size: 20 }, signal),
    enabled: Boolean(supplier),
  });
  const lines = new Set(taken.map((row) => row.receipt_line));
  const left = (data?.results ?? []).filter((delivery) => !delivery.lines.some((line) => lines.has(line.id)));
  if (!supplier) return <p style={{ marginBlockStart: 0 }}>{t`Choose the supplier to see what came from there.`}</p>;
  return (
    <Select
      label={t`Add the goods of a delivery`}
      placeholder={left.length > 0 ? t`Choose a delivery` : t`No further deliveries`}
      data={left.map((one) => ({
        value: one.id,
        label: [one.number, date(one.document_date), one.supplier_reference].filter(Boolean).join(" · "),
      }))}
      value={null}
      maw="32rem"
      mb="md"
      disabled={left.length === 0}
      onChange={(id) => {
        const delivery = left.find((one) => one.id === id);
        if (delivery) onTake(delivery);
      }}
    />
  );
}
