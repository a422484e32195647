/** What a payment or a credit note may settle: amounts beside the open invoices of its supplier. */
import { useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { read } from "@/components/documents/call";
import { plain, short } from "@/components/documents/figures";
import { LinesTable } from "@/components/documents/LinesTable";
import { date, money } from "@/lib/format";
import type { Rows } from "@/lib/pages";
import { INVOICES, type Invoice } from "./kinds";

export type Settled = Record<string, string>;

export function useOpenInvoices(supplier: string | null | undefined): Invoice[] {
  const { data } = useQuery({
    queryKey: [INVOICES.path, "open", supplier],
    queryFn: ({ signal }) =>
      read<Rows<Invoice>>(INVOICES.path, { supplier: supplier ?? "", is_open: true, page_size: 100 }, signal),
    enabled: Boolean(supplier),
  });
  return data?.results ?? [];
}

/** The amounts as the API takes them. */
export function allocationsOf(settled: Settled): { invoice: string; amount: string }[] {
  return Object.entries(settled)
    .filter(([, amount]) => amount.trim() !== "")
    .map(([invoice, amount]) => ({ invoice, amount: plain(amount) ?? amount }));
}

interface Props {
  invoices: readonly Invoice[];
  settled: Settled;
  onChange: (settled: Settled) => void;
}

export function OpenInvoices({ invoices, settled, onChange }: Props) {
  const { t } = useLingui();
  if (invoices.length === 0) return <p style={{ margin: 0 }}>{t`This supplier has no open invoices.`}</p>;
  const rows = invoices.map((one) => ({ ...one, product_name: one.supplier_number, product_sku: one.number }));
  return (
    <LinesTable
      label={t`Open invoices`}
      first={t`Invoice`}
      lines={rows}
      cells={[
        { id: "due", header: t`Due`, cell: (row) => date(row.due_date) },
        { id: "open", header: t`Open`, figure: true, cell: (row) => money(row.open_amount, row.currency) },
        {
          id: "settle",
          header: t`Settle`,
          cell: (row) => (
            <TextInput
              size="sm"
              inputMode="decimal"
              aria-label={t`Settle of ${row.supplier_number}`}
              placeholder={short(row.open_amount)}
              value={settled[row.id] ?? ""}
              onChange={(event) => onChange({ ...settled, [row.id]: event.currentTarget.value })}
            />
          ),
        },
      ]}
    />
  );
}
