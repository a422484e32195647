/** What documents name: places, suppliers, products. */
import { queryOptions } from "@tanstack/react-query";
import type { Choice } from "@/components/ui/Pick";
import { answer, desk, type Schemas } from "@/lib/api";
import { useLocations } from "@/lib/names";

export type Location = Schemas["Location"];
export type ProductDetail = Schemas["ProductDetail"];
export type Match = Schemas["Match"];

/** The places that have goods of their own; goods in transit are at none that people name. */
export function useStockPlaces(): Location[] {
  return useLocations().filter((one) => one.kind !== "TRANSIT" && one.is_active !== false);
}

export function useLocationName(): (id: string | null | undefined) => string {
  const all = useLocations();
  return (id) => all.find((one) => one.id === id)?.name ?? "";
}

export function useLocationChoices(): Choice[] {
  return useStockPlaces().map((one) => ({ value: one.id, label: one.name }));
}

export async function loadSuppliers(search: string, signal: AbortSignal): Promise<Choice[]> {
  const query = { page_size: 20, ...(search && { search }) };
  const found = await answer(desk.GET("/api/suppliers/", { params: { query }, signal }));
  return found.results.map((one) => ({ value: one.id, label: one.name }));
}

export const supplierName = async (id: string, signal: AbortSignal): Promise<string> =>
  (await answer(desk.GET("/api/suppliers/{id}/", { params: { path: { id } }, signal }))).name;

export async function findProducts(search: string, signal?: AbortSignal): Promise<Schemas["Product"][]> {
  const query = { page_size: 8, ...(search && { search }) };
  return (await answer(desk.GET("/api/products/", { params: { query }, ...(signal && { signal }) }))).results;
}

export async function loadProducts(search: string, signal: AbortSignal): Promise<Choice[]> {
  const found = await findProducts(search, signal);
  return found.map((one) => ({ value: one.id, label: `${one.name} (${one.sku})` }));
}

/** The product with exactly this code. Raises: Problem UNKNOWN_BARCODE. */
export function lookUp(code: string): Promise<Match> {
  return answer(desk.GET("/api/products/lookup/", { params: { query: { code } } }));
}

export function productQuery(id: string) {
  return queryOptions({
    queryKey: ["products", id],
    queryFn: ({ signal }) => answer(desk.GET("/api/products/{id}/", { params: { path: { id } }, signal })),
    staleTime: 60_000,
  });
}

export async function loadGroups(search: string, signal: AbortSignal): Promise<Choice[]> {
  const found = await answer(desk.GET("/api/product-groups/", { params: { query: { page_size: 500 } }, signal }));
  const wanted = search.toLocaleLowerCase();
  return found.results
    .filter((one) => one.name.toLocaleLowerCase().includes(wanted))
    .map((one) => ({ value: one.id, label: one.name }));
}
