/** What the pages of favourites ask and change. */
import { queryOptions } from "@tanstack/react-query";
import { asQuery, type Query } from "@/components/list/state";
import { answer, desk, type Schemas } from "@/lib/api";

const head = (key: string) => ({ "Idempotency-Key": key });

export const readLayouts = (query: Query, signal: AbortSignal) =>
  answer(desk.GET("/api/till/layouts/", { params: { query: asQuery(query) }, signal }));
export const layoutQuery = (id: string) =>
  queryOptions({
    queryKey: ["till-layouts", id],
    queryFn: ({ signal }) => answer(desk.GET("/api/till/layouts/{id}/", { params: { path: { id } }, signal })),
  });
export const addLayout = (body: Schemas["LayoutBodyRequest"], key: string) =>
  answer(desk.POST("/api/till/layouts/", { params: { header: head(key) }, body }));
export const changeLayout = (id: string, body: Schemas["PatchedLayoutBodyRequest"], key: string) =>
  answer(desk.PATCH("/api/till/layouts/{id}/", { params: { path: { id }, header: head(key) }, body }));
export const removeLayout = (id: string, key: string) =>
  answer(desk.DELETE("/api/till/layouts/{id}/", { params: { path: { id }, header: head(key) } }));
export const productQuery = (id: string) =>
  queryOptions({
    queryKey: ["products", id],
    queryFn: ({ signal }) => answer(desk.GET("/api/products/{id}/", { params: { path: { id } }, signal })),
    staleTime: 60_000,
  });
