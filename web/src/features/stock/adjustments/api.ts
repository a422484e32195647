import { send } from "@/components/documents/call";
import type { Head } from "@/components/documents/form";
import { type CellSpec, type DraftLine, lineBody, lineOf } from "@/components/documents/lines";
import type { Schemas } from "@/lib/api";

export type Adjustment = Schemas["Adjustment"];
export type AdjustmentLine = Schemas["AdjustmentLine"];

export const ADJUSTMENTS = "/api/stock-adjustments/";

/** What becomes of goods, as people say it: the API tells it by the sign and by the state after. */
export type Act = "GONE" | "FOUND" | Schemas["BatchStatus"];

export function actOf(line: AdjustmentLine): Act {
  if (line.to_status) return line.to_status as Act;
  return line.quantity.startsWith("-") ? "GONE" : "FOUND";
}

export function draftOf(cells: readonly CellSpec[], line: AdjustmentLine): DraftLine {
  const draft = lineOf(cells, line, ["batch"]);
  const quantity = (draft.values.quantity ?? "").replace(/^-/, "");
  return { ...draft, values: { ...draft.values, quantity, act: actOf(line) } };
}

function body(cells: readonly CellSpec[], line: DraftLine): Record<string, unknown> {
  const { act, ...told } = lineBody(cells, line);
  if (act === "GONE") return { ...told, quantity: `-${told.quantity}` };
  if (act === "FOUND") return told;
  const from = act === "AVAILABLE" ? { stock_status: "QUARANTINE" } : {};
  return { ...told, ...from, to_status: act };
}

export function saveAdjustment(
  id: string | undefined,
  head: Head,
  lines: readonly DraftLine[],
  cells: readonly CellSpec[],
  key: string,
): Promise<Adjustment> {
  const told = { notes: head.notes ?? "", lines: lines.map((line) => body(cells, line)) };
  if (id) return send("PATCH", `${ADJUSTMENTS}${id}/`, key, told);
  return send("POST", ADJUSTMENTS, key, { ...told, location: head.location });
}
