/** The lines of a document while they are written: figures as typed, read only when the document is saved. */
import { idempotencyKey } from "@/lib/api";
import { plain, short } from "./figures";
import type { ProductDetail } from "./refs";

export interface DraftLine {
  /** Names the row on the screen. */
  key: string;
  product: string;
  sku: string;
  name: string;
  packaging: string | null;
  values: Record<string, string>;
  /** What the line belongs to and keeps, such as the line of an order. */
  kept: Record<string, unknown>;
}

export interface CellSpec {
  id: string;
  header: string;
  kind: "figure" | "text" | "date" | "choice";
  options?: readonly { value: string; label: string }[];
  initial?: string;
  /** An empty cell is left out of what is sent. */
  optional?: boolean;
  /** Whether this product has such a thing. */
  isFor?: (product: ProductDetail | undefined) => boolean;
  /** Spoken with commas or spaces between, sent as a list. */
  isList?: boolean;
}

export function newLine(
  cells: readonly CellSpec[],
  product: { id: string; sku: string; name: string },
  packaging: string | null = null,
  values: Record<string, string> = {},
): DraftLine {
  const initial = Object.fromEntries(cells.map((cell) => [cell.id, cell.initial ?? ""]));
  return {
    key: idempotencyKey(),
    product: product.id,
    sku: product.sku,
    name: product.name,
    packaging,
    values: { ...initial, quantity: "1", ...values },
    kept: {},
  };
}

interface ServerLine {
  id: string;
  product: string;
  product_sku: string;
  product_name: string;
  packaging?: string | null;
  quantity: string;
}

/** A line as the server told it, to be written on; `keep` names what is sent back as it came. */
export function lineOf(cells: readonly CellSpec[], line: ServerLine, keep: readonly string[] = []): DraftLine {
  const told = line as unknown as Record<string, unknown>;
  const value = (cell: CellSpec) => {
    const found = told[cell.id];
    if (found === null || found === undefined) return "";
    if (Array.isArray(found)) return found.join(", ");
    return cell.kind === "figure" ? short(String(found)) : String(found);
  };
  return {
    key: line.id,
    product: line.product,
    sku: line.product_sku,
    name: line.product_name,
    packaging: line.packaging ?? null,
    values: { ...Object.fromEntries(cells.map((cell) => [cell.id, value(cell)])), quantity: short(line.quantity) },
    kept: Object.fromEntries(keep.filter((name) => told[name] != null).map((name) => [name, told[name]])),
  };
}

/** The line as the API takes it; a figure that is none goes as it was typed, so that the server says what is wrong. */
export function lineBody(cells: readonly CellSpec[], line: DraftLine): Record<string, unknown> {
  const body: Record<string, unknown> = { ...line.kept, product: line.product };
  if (line.packaging) body.packaging = line.packaging;
  body.quantity = plain(line.values.quantity ?? "") ?? line.values.quantity ?? "";
  for (const cell of cells) {
    const typed = (line.values[cell.id] ?? "").trim();
    if (cell.isList) {
      const list = typed.split(/[\s,;]+/).filter(Boolean);
      if (list.length > 0) body[cell.id] = list;
    } else if (typed !== "" || !(cell.optional ?? true)) {
      body[cell.id] = cell.kind === "figure" ? (plain(typed) ?? typed) : typed;
    }
  }
  return body;
}
