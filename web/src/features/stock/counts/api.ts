import { read, send } from "@/components/documents/call";
import type { Schemas } from "@/lib/api";
import type { ActKey } from "@/lib/keys";
import { cursorOf, type Rows } from "@/lib/pages";

export type Count = Schemas["Count"];
export type CountLine = Schemas["CountLine"];
export type Differences = Schemas["Differences"];

export const COUNTS = "/api/stock-counts/";
const PAGE = 500;

/** All lines of a count: a phone holds them, so that a scan finds its line at once. */
export async function allLines(id: string, signal: AbortSignal): Promise<CountLine[]> {
  const lines: CountLine[] = [];
  let cursor: string | undefined;
  do {
    const query = { page_size: PAGE, ...(cursor && { cursor }) };
    const page: Rows<CountLine> = await read(`${COUNTS}${id}/lines/`, query, signal);
    lines.push(...page.results);
    cursor = cursorOf(page.next);
  } while (cursor);
  return lines;
}

export async function countLine(id: string, key: ActKey, line: Schemas["CountedLineRequest"]): Promise<CountLine[]> {
  const told = await send<Rows<CountLine> | CountLine[]>("POST", `${COUNTS}${id}/lines/`, key, { lines: [line] });
  return Array.isArray(told) ? told : told.results;
}
