/** The two reports of sales: a shop's day, and products over a period. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { asQuery, type Query } from "@/components/list/state";
import { answer, desk, type Schemas } from "@/lib/api";

export type Day = Schemas["DailySales"];
export type Products = Schemas["ProductSales"];
export type Row = Schemas["ProductSalesRow"];

export const MOST_ROWS = "1000";
// The API gives no more at once; a business that sells more goods than that reads the table by its export.

export const dayQuery = (query: Query) =>
  queryOptions({
    queryKey: ["reports", "day", query],
    queryFn: ({ signal }) =>
      answer(desk.GET("/api/reports/daily-sales/", { params: { query: asQuery(query) }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });

export const productsQuery = (query: Query) =>
  queryOptions({
    queryKey: ["reports", "products", query],
    queryFn: ({ signal }) =>
      answer(
        desk.GET("/api/reports/product-sales/", {
          params: { query: asQuery({ limit: MOST_ROWS, ...query }) },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
