/** The products that labels are for and how many of each; read in full, since a label needs their barcodes. */
import { useQueries } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { answer, desk } from "@/lib/api";
import type { ProductDetail } from "../api";

export interface LabelRow {
  id: string;
  count: number;
  product: ProductDetail | undefined;
}

const MOST_OF_ONE = 999;

export interface LabelRowsState {
  rows: LabelRow[];
  error: unknown;
  add: (wanted: readonly { id: string; count: number }[]) => void;
  setCount: (id: string, count: number) => void;
  remove: (id: string) => void;
}

const chosenIn = (ids: string) =>
  new Map(
    ids
      .split(",")
      .filter(Boolean)
      .map((id): [string, number] => [id, 1]),
  );

export function useLabelRows(ids: string, place: string | null): LabelRowsState {
  const [counts, setCounts] = useState<ReadonlyMap<string, number>>(() => chosenIn(ids));
  useEffect(() => setCounts(chosenIn(ids)), [ids]);
  const read = useQueries({
    queries: [...counts.keys()].map((id) => ({
      queryKey: ["products", id, "label", place],
      queryFn: () =>
        answer(
          desk.GET("/api/products/{id}/", { params: { path: { id }, query: place ? { storefront: place } : {} } }),
        ),
    })),
  });
  const change = (work: (next: Map<string, number>) => void) =>
    setCounts((now) => {
      const next = new Map(now);
      work(next);
      return next;
    });
  return {
    rows: [...counts].map(([id, count], at) => ({ id, count, product: read[at]?.data })),
    error: read.find((one) => one.error)?.error,
    add: (wanted) =>
      change((next) => {
        for (const { id, count } of wanted) next.set(id, Math.min((next.get(id) ?? 0) + count, MOST_OF_ONE));
      }),
    setCount: (id, count) => change((next) => next.set(id, Math.min(count, MOST_OF_ONE))),
    remove: (id) => change((next) => next.delete(id)),
  };
}
