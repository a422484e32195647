/** The rows of a view as a CSV file, with the columns that are seen. */

import { cursorOf, type Rows } from "@/lib/pages";
import type { Column } from "./columns";
import type { Query } from "./state";

export const MOST_ROWS = 10_000;
// More is no list to look at: the exports of the import page give whole tables.

const cell = (value: string) => (/[",\n\r]|^[=+@-]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

export function csv<T>(columns: readonly Column<T>[], rows: readonly T[]): string {
  const told = columns.filter((column) => column.text);
  const lines = rows.map((row) => told.map((column) => cell(column.text?.(row) ?? "")).join(","));
  return `\ufeff${[told.map((column) => cell(column.header)).join(","), ...lines].join("\r\n")}\r\n`;
}

/** All rows of a view, page by page. `onProgress` hears how many there are so far. */
export async function allRows<T>(
  read: (query: Query, signal: AbortSignal) => Promise<Rows<T>>,
  query: Query,
  signal: AbortSignal,
  onProgress: (rows: number) => void,
): Promise<{ rows: T[]; isWhole: boolean }> {
  const rows: T[] = [];
  let cursor: string | undefined;
  do {
    const page: Rows<T> = await read({ ...query, page_size: "500", ...(cursor ? { cursor } : {}) }, signal);
    rows.push(...page.results);
    onProgress(rows.length);
    cursor = cursorOf(page.next);
  } while (cursor && rows.length < MOST_ROWS);
  return { rows, isWhole: !cursor };
}

export function save(name: string, content: string, type = "text/csv"): void {
  const address = URL.createObjectURL(new Blob([content], { type: `${type};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1_000);
}
