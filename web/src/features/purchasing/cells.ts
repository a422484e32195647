/** The columns of purchase lines, as they are written and as they are read. */
import { useLingui } from "@lingui/react/macro";
import { isZero, short } from "@/components/documents/figures";
import type { TextCell } from "@/components/documents/LinesTable";
import type { CellSpec } from "@/components/documents/lines";
import { amount, percent, quantity } from "@/lib/format";

export function usePriceCells(): CellSpec[] {
  const { t } = useLingui();
  return [
    { id: "unit_price", header: t`Price (optional)`, kind: "figure" },
    { id: "discount_percent", header: t`Discount % (optional)`, kind: "figure" },
  ];
}

export function useDeliveryCells(): CellSpec[] {
  const { t } = useLingui();
  return [
    { id: "unit_price", header: t`Price (optional)`, kind: "figure" },
    {
      id: "expires_on",
      header: t`Expires`,
      kind: "date",
      isFor: (product) => Boolean(product?.keeps_expiry),
    },
    { id: "batch_number", header: t`Batch (optional)`, kind: "text" },
    {
      id: "serials",
      header: t`Serial numbers`,
      kind: "text",
      isList: true,
      isFor: (product) => Boolean(product?.tracks_serials),
    },
  ];
}

export interface PricedLine {
  id: string;
  product_sku?: string | null;
  product_name?: string | null;
  unit_code: string;
  quantity: string;
  factor_num?: number;
  factor_den?: number;
  unit_price: string | null;
  discount_percent: string;
  net_amount: string;
}

/** "5 × 12 pc": packages of what is in one; "5 pc" without packages. */
export function packed(line: Pick<PricedLine, "quantity" | "unit_code" | "factor_num" | "factor_den">): string {
  const { factor_num: factor = 1, factor_den: part = 1, unit_code: unit } = line;
  if (factor === 1 && part === 1) return quantity(short(line.quantity), unit);
  return `${quantity(short(line.quantity))} × ${factor}${part === 1 ? "" : `/${part}`}\u00a0${unit}`;
}

/** Quantity, price and amount of lines; the amounts are the server's. */
export function usePricedText<L extends PricedLine>(currency: string): TextCell<L>[] {
  const { t } = useLingui();
  return [
    { id: "quantity", header: t`Quantity`, figure: true, cell: packed },
    {
      id: "price",
      header: t`Price (${currency})`,
      figure: true,
      cell: (line) => (line.unit_price === null ? "-" : amount(line.unit_price, currency)),
    },
    {
      id: "discount",
      header: t`Discount`,
      figure: true,
      cell: (line) => (isZero(line.discount_percent) ? "-" : percent(line.discount_percent)),
    },
    { id: "net", header: t`Amount (${currency})`, figure: true, cell: (line) => amount(line.net_amount, currency) },
  ];
}
