/** A credit note: for goods that went back, or for an amount with words. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { read, send } from "@/components/documents/call";
import { plain } from "@/components/documents/figures";
import { LinesTable } from "@/components/documents/LinesTable";
import { loadSuppliers, useLocationChoices } from "@/components/documents/refs";
import { FormFrame } from "@/components/ui/FormFrame";
import { useApiForm } from "@/components/ui/form";
import { Page } from "@/components/ui/Page";
import { Pick } from "@/components/ui/Pick";
import type { Schemas } from "@/lib/api";
import { money, quantity } from "@/lib/format";
import { useActKey } from "@/lib/keys";
import { CREDITS, type Credit } from "../kinds";

interface Values extends Record<string, unknown> {
  supplier: string | null;
  location: string;
  supplier_number: string;
  tax_amount: string;
  description: string;
  amount: string;
}

export default function NewCreditPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const places = useLocationChoices();
  const key = useActKey();
  const [back, setBack] = useState<Record<string, string>>({});
  const lines = (values: Values) => [
    ...Object.entries(back)
      .filter(([, much]) => much.trim() !== "")
      .map(([return_line, much]) => ({ return_line, quantity: plain(much) ?? much })),
    ...(values.amount
      ? [{ description: values.description, quantity: "1", unit_price: plain(values.amount) ?? values.amount }]
      : []),
  ];
  const api = useApiForm<Values, Credit>({
    initial: { supplier: null, location: "", supplier_number: "", tax_amount: "", description: "", amount: "" },
    validate: {
      supplier: (value: never) => (value ? null : t`Choose the supplier.`),
      location: (value: never) => (value ? null : t`Choose the place.`),
      supplier_number: (value: never) => (value ? null : t`Write the number that is on the credit note.`),
    },
    save: (values) =>
      send<Credit>("POST", CREDITS.path, key, {
        supplier: values.supplier,
        location: values.location,
        supplier_number: values.supplier_number,
        ...(values.tax_amount && { tax_amount: plain(values.tax_amount) ?? values.tax_amount }),
        lines: lines(values),
      }),
    onSaved: (saved) => navigate({ to: `${CREDITS.home}/${saved.id}` }),
  });
  const { form } = api;
  const { supplier } = form.values;
  const { data: expected = [] } = useQuery({
    queryKey: [CREDITS.path, "expected", supplier],
    queryFn: ({ signal }) =>
      read<Schemas["ExpectedCredit"][]>(`${CREDITS.path}expected/`, { supplier: supplier ?? "" }, signal),
    enabled: Boolean(supplier),
  });
  const rows = expected.map((one) => ({ ...one, id: one.return_line, product_name: one.product_sku }));
  return (
    <Page title={t`New credit note`} back={{ to: CREDITS.home, label: t`Credit notes` }}>
      <FormFrame api={api} act={<Trans>Book credit note</Trans>}>
        <Pick
          kind="suppliers"
          label={t`Supplier`}
          load={loadSuppliers}
          value={supplier}
          error={form.errors.supplier}
          onChange={(value) => {
            form.setFieldValue("supplier", value);
            setBack({});
          }}
        />
        <Select label={t`Place`} data={places} {...form.getInputProps("location")} />
        <TextInput label={t`Number on the credit note`} {...form.getInputProps("supplier_number")} />
        {rows.length > 0 && (
          <LinesTable
            label={t`Goods that went back`}
            lines={rows}
            cells={[
              { id: "return", header: t`Return`, cell: (row) => row.number },
              { id: "left", header: t`Went back`, figure: true, cell: (row) => quantity(row.base_qty) },
              { id: "amount", header: t`Amount`, figure: true, cell: (row) => money(row.amount, row.currency) },
              {
                id: "credited",
                header: t`Credited`,
                cell: (row) => (
                  <TextInput
                    size="sm"
                    inputMode="decimal"
                    aria-label={t`Credited of ${row.product_sku}`}
                    value={back[row.id] ?? ""}
                    onChange={(event) => setBack({ ...back, [row.id]: event.currentTarget.value })}
                  />
                ),
              },
            ]}
          />
        )}
        <TextInput label={t`For something else (optional)`} {...form.getInputProps("description")} />
        <TextInput label={t`Its amount before tax (optional)`} inputMode="decimal" {...form.getInputProps("amount")} />
        <TextInput label={t`Tax (optional)`} inputMode="decimal" {...form.getInputProps("tax_amount")} />
      </FormFrame>
    </Page>
  );
}
