import { send } from "@/components/documents/call";
import type { Head } from "@/components/documents/form";
import { type CellSpec, type DraftLine, lineBody } from "@/components/documents/lines";
import type { Schemas } from "@/lib/api";
import type { ActKey } from "@/lib/keys";

export type Transfer = Schemas["Transfer"];
export type TransferLine = Schemas["TransferLine"];

export const TRANSFERS = "/api/stock-transfers/";

export function saveTransfer(
  id: string | undefined,
  head: Head,
  lines: readonly DraftLine[],
  cells: readonly CellSpec[],
  key: string,
): Promise<Transfer> {
  const body = {
    to_location: head.to_location,
    notes: head.notes ?? "",
    lines: lines.map((line) => lineBody(cells, line)),
  };
  if (id) return send("PATCH", `${TRANSFERS}${id}/`, key, body);
  return send("POST", TRANSFERS, key, { ...body, location: head.location });
}

export function receiveTransfer(id: string, key: ActKey, body: Partial<Schemas["ArrivalRequest"]>): Promise<Transfer> {
  return send("POST", `${TRANSFERS}${id}/receive/`, key, body);
}
