/** What the screens of products read and do. */
import { queryOptions, useQueryClient } from "@tanstack/react-query";
import { asQuery, type Query } from "@/components/list/state";
import { answer, desk, idempotencyKey, type Schemas } from "@/lib/api";
import type { Rows } from "@/lib/pages";
import { everyPage } from "@/lib/reference";

export type Product = Schemas["Product"];
export type ProductDetail = Schemas["ProductDetail"];
export type Packaging = Schemas["Packaging"];
export type Finding = Schemas["Finding"];
export type StockItem = Schemas["StockProduct"];
export type BasePrice = Schemas["ProductPrice"];
export type LifeCycle = Schemas["LifeCycle"];

const keyed = (key = idempotencyKey()) => ({ "Idempotency-Key": key });
const at = (id: string, key?: string) => ({ path: { id }, header: keyed(key) });

export const readProducts = (query: Query, signal?: AbortSignal): Promise<Rows<Product>> =>
  answer(desk.GET("/api/products/", { params: { query: asQuery(query) }, signal }));

export const productQuery = (id: string) =>
  queryOptions({
    queryKey: ["products", id],
    queryFn: () => answer(desk.GET("/api/products/{id}/", { params: { path: { id } } })),
  });

export const findingsQuery = (id: string) =>
  queryOptions({
    queryKey: ["products", id, "findings"],
    queryFn: () => answer(desk.GET("/api/products/{id}/validation/", { params: { path: { id } } })),
  });

export const stockQuery = (id: string) =>
  queryOptions({
    queryKey: ["products", id, "stock"],
    queryFn: () =>
      everyPage((query) =>
        answer(desk.GET("/api/stock-products/", { params: { query: asQuery({ ...query, product: id }) } })),
      ),
  });

export const pricesQuery = (id: string) =>
  queryOptions({
    queryKey: ["products", id, "prices"],
    queryFn: () =>
      everyPage((query) =>
        answer(
          desk.GET("/api/products/{product}/prices/", { params: { path: { product: id }, query: asQuery(query) } }),
        ),
      ),
  });

/** The items of these products at all places that the reader sees. */
export const readStockOf = (ids: readonly string[]): Promise<StockItem[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : everyPage((query) =>
        answer(desk.GET("/api/stock-products/", { params: { query: asQuery({ ...query, products: ids.join(",") }) } })),
      );

export const createProduct = (body: Schemas["NewProductRequest"], key: string) =>
  answer(desk.POST("/api/products/", { body, params: { header: keyed(key) } }));

export const changeProduct = (id: string, body: Schemas["PatchedProductWriteRequest"], key?: string) =>
  answer(desk.PATCH("/api/products/{id}/", { body, params: at(id, key) }));

export const moveProduct = (id: string, to: LifeCycle) =>
  answer(desk.POST("/api/products/{id}/life-cycle/", { body: { life_cycle: to }, params: at(id) }));

export const addBarcode = (id: string, code: string, packaging: string | null) =>
  answer(desk.POST("/api/products/{id}/barcodes/", { body: { code, packaging }, params: at(id) }));

export const removeBarcode = (id: string, barcode: string) =>
  answer(desk.DELETE("/api/products/{id}/barcodes/{barcode}/", { params: { path: { id, barcode }, header: keyed() } }));

export const addPackaging = (id: string, body: Schemas["NewPackagingRequest"], key: string) =>
  answer(desk.POST("/api/products/{id}/packagings/", { body, params: at(id, key) }));

export const changePackaging = (
  id: string,
  packaging: string,
  body: Schemas["PatchedPackagingChangesRequest"],
  key?: string,
) =>
  answer(
    desk.PATCH("/api/products/{id}/packagings/{packaging}/", {
      body,
      params: { path: { id, packaging }, header: keyed(key) },
    }),
  );

export const removePackaging = (id: string, packaging: string) =>
  answer(
    desk.DELETE("/api/products/{id}/packagings/{packaging}/", { params: { path: { id, packaging }, header: keyed() } }),
  );

export const setPrice = (product: string, body: Schemas["SetBasePriceRequest"], key: string) =>
  answer(desk.POST("/api/products/{product}/prices/", { body, params: { path: { product }, header: keyed(key) } }));

/** Reads anew all that a change of this product may have changed. */
export function useFresh(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ["products"] });
}
