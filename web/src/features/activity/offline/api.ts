/** Sales that tills made without a connection, and the queues they come from. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { asQuery, type Query } from "@/components/list/state";
import { type Difference, differencesIn } from "@/components/offline/differences";
import { answer, desk, type Schemas } from "@/lib/api";

export type OfflineSale = Schemas["OfflineSale"];
export type OfflineDetail = Schemas["OfflineSaleDetail"];
export type Queue = Schemas["Queue"];

/** What the queries of this area begin with; an act makes all of them stale. */
export const AREA = "offline-sales";

export const readOffline = (query: Query, signal: AbortSignal) =>
  answer(desk.GET("/api/offline/sales/", { params: { query: asQuery(query) }, signal }));

export const offlineQuery = (id: string) =>
  queryOptions({
    queryKey: [AREA, id],
    queryFn: ({ signal }) => answer(desk.GET("/api/offline/sales/{id}/", { params: { path: { id } }, signal })),
  });

const queuesQuery = queryOptions({
  queryKey: [AREA, "queues"],
  queryFn: ({ signal }) => answer(desk.GET("/api/offline/terminals/", { signal })),
});

/** One queue for each key that a till has had. */
export const useQueues = () => useQuery(queuesQuery);

/** What a till is called, by its id. */
export function useTillName(): (id: string) => string {
  const names = new Map(useQueues().data?.terminals.map((one) => [one.terminal, one.name || one.code]));
  return (id) => names.get(id) ?? "-";
}

const at = (id: string, key: string) => ({ params: { path: { id }, header: { "Idempotency-Key": key } } });

export const bookAgain = (id: string, key: string) => answer(desk.POST("/api/offline/sales/{id}/retry/", at(id, key)));

export const settle = (id: string, note: string, key: string) =>
  answer(desk.POST("/api/offline/sales/{id}/settle/", { ...at(id, key), body: { note } }));

/** What differs of a sale that was booked, or does not add up of one that was not. */
export function differencesOf(row: OfflineSale): Difference[] {
  const data = row.data as { differences?: unknown } | null;
  return differencesIn(row.code ? data?.differences : row.differences);
}

const text = (value: unknown) => (typeof value === "string" || typeof value === "number" ? String(value) : "");

/** A line of the receipt as it was printed. */
export interface ReceiptLine {
  name: string;
  quantity: string;
  unit_price: string;
  gross: string;
}

export interface Receipt {
  currency: string;
  lines: ReceiptLine[];
  paid: { method: string; amount: string }[];
}

const records = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === "object" && one !== null) : [];

/** The receipt in the envelope; nothing where it can't be read, for an envelope may hold anything. */
export function receiptOf(row: OfflineDetail): Receipt | null {
  try {
    const { sale, shown } = JSON.parse(row.payload) as Record<string, Record<string, unknown> | undefined>;
    const items = records(sale?.items);
    return {
      currency: text(shown?.currency) || "EUR",
      lines: records(shown?.lines).map((line, at) => ({
        name: text(line.product_name) || text(items[at]?.barcode),
        quantity: text(items[at]?.quantity),
        unit_price: text(line.unit_price),
        gross: text(line.gross),
      })),
      paid: records(sale?.payments).map((one) => ({
        method: text(one.payment_method),
        amount: text(one.amount_paid),
      })),
    };
  } catch {
    return null;
  }
}
