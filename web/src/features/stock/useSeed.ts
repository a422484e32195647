/** What the address asks a new document to begin with: `?product=&from=&quantity=`. */
import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { type CellSpec, type DraftLine, newLine } from "@/components/documents/lines";
import { productQuery } from "@/components/documents/refs";

export interface Seed {
  from: string | null;
  lines: DraftLine[];
  wanted: Record<string, string>;
}

/** Undefined while the product is read. */
export function useSeed(cells: readonly CellSpec[]): Seed | undefined {
  const wanted = useSearch({ strict: false }) as Record<string, string>;
  const { data, isPending } = useQuery({ ...productQuery(wanted.product ?? ""), enabled: Boolean(wanted.product) });
  if (wanted.product && isPending) return undefined;
  const values: Record<string, string> = wanted.quantity ? { quantity: wanted.quantity } : {};
  return { from: wanted.from ?? null, lines: data ? [newLine(cells, data, null, values)] : [], wanted };
}
