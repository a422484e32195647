/** What the pages of sales ask the server. */
import { queryOptions } from "@tanstack/react-query";
import { asQuery, type Query } from "@/components/list/state";
import { answer, desk, idempotencyKey } from "@/lib/api";

export const readSales = (query: Query, signal: AbortSignal) =>
  answer(desk.GET("/api/sales/", { params: { query: asQuery(query) }, signal }));

export const readPayments = (query: Query, signal: AbortSignal) =>
  answer(desk.GET("/api/payments/", { params: { query: asQuery(query) }, signal }));

const NO_FILTERS = new Set(["cursor", "from", "sort", "page_size", "view", "tab"]);

/** Of an address only what narrows the list down: totals are of the filter, not of the page. */
export const filtersOf = (query: Query): Query =>
  Object.fromEntries(Object.entries(query).filter(([name]) => !NO_FILTERS.has(name)));

export const saleTotalsQuery = (query: Query) =>
  queryOptions({
    queryKey: ["sales", "totals", query],
    queryFn: ({ signal }) => answer(desk.GET("/api/sales/totals/", { params: { query: asQuery(query) }, signal })),
  });

export const paymentTotalsQuery = (query: Query) =>
  queryOptions({
    queryKey: ["payments", "totals", query],
    queryFn: ({ signal }) => answer(desk.GET("/api/payments/totals/", { params: { query: asQuery(query) }, signal })),
  });

export const saleQuery = (id: string) =>
  queryOptions({
    queryKey: ["sales", id],
    queryFn: ({ signal }) => answer(desk.GET("/api/sales/{id}/", { params: { path: { id } }, signal })),
  });

export const lineQuery = (id: string, item_id: string) =>
  queryOptions({
    queryKey: ["sales", id, "line", item_id],
    queryFn: ({ signal }) =>
      answer(desk.GET("/api/sales/{id}/items/{item_id}/", { params: { path: { id, item_id } }, signal })),
  });

export const customerQuery = (id: string) =>
  queryOptions({
    queryKey: ["customers", id],
    queryFn: ({ signal }) => answer(desk.GET("/api/customers/{id}/", { params: { path: { id } }, signal })),
    staleTime: 60_000,
    retry: false,
  });

export const cancelCart = (id: string, reason: string) =>
  answer(
    desk.POST("/api/sales/{id}/cancel/", {
      params: { path: { id }, header: { "Idempotency-Key": idempotencyKey() } },
      body: { reason },
    }),
  );

export const refundsOfQuery = (sale: string) =>
  queryOptions({
    queryKey: ["refunds", "of", sale],
    queryFn: ({ signal }) => answer(desk.GET("/api/refunds/", { params: { query: asQuery({ sale }) }, signal })),
  });

export const voidSale = (id: string, reason: string, key: string) =>
  answer(
    desk.POST("/api/sales/{id}/void/", {
      params: { path: { id }, header: { "Idempotency-Key": key } },
      body: { reason },
    }),
  );
