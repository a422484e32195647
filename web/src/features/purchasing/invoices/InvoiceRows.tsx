/** The lines of an invoice while they are written: goods of deliveries, and charges that have words only. */
import { useLingui } from "@lingui/react/macro";
import { ActionIcon, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { plain, short } from "@/components/documents/figures";
import { LinesTable } from "@/components/documents/LinesTable";
import { idempotencyKey } from "@/lib/api";
import type { Delivery, Invoice } from "../kinds";

export interface Row {
  id: string;
  receipt_line: string | null;
  name: string;
  description: string;
  quantity: string;
  unit_price: string;
  discount_percent: string;
  tax_rate: string | null;
}

export function receivedRow(line: Delivery["lines"][number]): Row {
  return {
    id: idempotencyKey(),
    receipt_line: line.id,
    name: line.product_name,
    description: "",
    quantity: short(line.quantity),
    unit_price: short(line.unit_price),
    discount_percent: short(line.discount_percent),
    tax_rate: line.tax_rate,
  };
}

export function chargeRow(): Row {
  const nothing = { receipt_line: null, name: "", description: "", unit_price: "", discount_percent: "0" };
  return { id: idempotencyKey(), ...nothing, quantity: "1", tax_rate: null };
}

export function invoicedRow(line: Invoice["lines"][number]): Row {
  return {
    id: line.id,
    receipt_line: line.receipt_line,
    name: line.product_sku ?? "",
    description: line.description ?? "",
    quantity: short(line.quantity),
    unit_price: short(line.unit_price),
    discount_percent: short(line.discount_percent),
    tax_rate: line.tax_rate,
  };
}

export function rowBody(row: Row): Record<string, unknown> {
  return {
    ...(row.receipt_line ? { receipt_line: row.receipt_line } : { description: row.description }),
    quantity: plain(row.quantity) ?? row.quantity,
    unit_price: plain(row.unit_price) ?? row.unit_price,
    discount_percent: row.discount_percent,
    ...(row.tax_rate && { tax_rate: row.tax_rate }),
  };
}

interface Props {
  rows: readonly Row[];
  errors: Record<string, string>;
  onChange: (rows: Row[]) => void;
}

export function InvoiceRows({ rows, errors, onChange }: Props) {
  const { t } = useLingui();
  if (rows.length === 0) return null;
  const set = (id: string, changes: Partial<Row>) =>
    onChange(rows.map((row) => (row.id === id ? { ...row, ...changes } : row)));
  const at = (row: Row) => rows.indexOf(row);
  const shown = rows.map((row, nth) => ({ row, id: row.id, product_name: row.name || t`Charge ${String(nth + 1)}` }));
  const input = (row: Row, field: "description" | "quantity" | "unit_price", label: string) => (
    <TextInput
      size="sm"
      aria-label={label}
      inputMode={field === "description" ? undefined : "decimal"}
      value={row[field]}
      error={errors[`lines.${at(row)}.${field}`]}
      onChange={(event) => set(row.id, { [field]: event.currentTarget.value })}
    />
  );
  return (
    <LinesTable
      label={t`What is invoiced`}
      lines={shown}
      cells={[
        {
          id: "description",
          header: t`Words`,
          cell: ({ row, product_name }) =>
            row.receipt_line === null && input(row, "description", t`Words of ${product_name}`),
        },
        {
          id: "quantity",
          header: t`Quantity`,
          cell: ({ row, product_name }) => input(row, "quantity", t`Quantity of ${product_name}`),
        },
        {
          id: "price",
          header: t`Price`,
          cell: ({ row, product_name }) => input(row, "unit_price", t`Price of ${product_name}`),
        },
        {
          id: "remove",
          header: t`Remove`,
          cell: ({ row, product_name }) => (
            <ActionIcon
              variant="subtle"
              color="gray"
              size={36}
              aria-label={t`Remove ${product_name}`}
              onClick={() => onChange(rows.filter((one) => one.id !== row.id))}
            >
              <IconX size={18} />
            </ActionIcon>
          ),
        },
      ]}
    />
  );
}
