/** What many screens choose from: places, groups, brands, units, taxes. Few rows that seldom change, read whole and kept. */

import { queryOptions, useQuery } from "@tanstack/react-query";
import { asQuery } from "@/components/list/state";
import { answer, desk, type Schemas } from "@/lib/api";
import { cursorOf, type Rows } from "@/lib/pages";

const KEPT_MS = 60_000;

/** All pages of a short list. */
export async function everyPage<T>(read: (query: Record<string, string>) => Promise<Rows<T>>): Promise<T[]> {
  const rows: T[] = [];
  let cursor: string | undefined;
  do {
    const page: Rows<T> = await read({ page_size: "500", ...(cursor ? { cursor } : {}) });
    rows.push(...page.results);
    cursor = cursorOf(page.next);
  } while (cursor);
  return rows;
}

const byName = <T extends { name: string }>(rows: T[]) => rows.sort((one, two) => one.name.localeCompare(two.name));

export const brandsQuery = queryOptions({
  queryKey: ["brands"],
  queryFn: async () =>
    byName(await everyPage((query) => answer(desk.GET("/api/brands/", { params: { query: asQuery(query) } })))),
  staleTime: KEPT_MS,
});

export const unitsQuery = queryOptions({
  queryKey: ["units"],
  queryFn: async () =>
    byName(await everyPage((query) => answer(desk.GET("/api/units/", { params: { query: asQuery(query) } })))),
  staleTime: KEPT_MS,
});

export const taxCategoriesQuery = queryOptions({
  queryKey: ["tax-categories"],
  queryFn: async () =>
    byName(await everyPage((query) => answer(desk.GET("/api/tax-categories/", { params: { query: asQuery(query) } })))),
  staleTime: KEPT_MS,
});

export const priceGroupsQuery = queryOptions({
  queryKey: ["price-groups"],
  queryFn: async () =>
    byName(await everyPage((query) => answer(desk.GET("/api/price-groups/", { params: { query: asQuery(query) } })))),
  staleTime: KEPT_MS,
});

/** A product group with where it hangs: `path` is "Food / Fruit". */
export interface GroupNode {
  id: string;
  code: string;
  name: string;
  is_active: boolean;
  depth: number;
  path: string;
  parent: string | null;
}

function flat(groups: Schemas["GroupTree"][], above?: GroupNode): GroupNode[] {
  return groups.flatMap((group) => {
    const node: GroupNode = {
      id: group.id,
      code: group.code,
      name: group.name,
      is_active: group.is_active,
      depth: above ? above.depth + 1 : 0,
      path: above ? `${above.path} / ${group.name}` : group.name,
      parent: above?.id ?? null,
    };
    return [node, ...flat(group.children as unknown as Schemas["GroupTree"][], node)];
  });
}

/** All product groups, each right behind the one it is in. */
export const groupsQuery = queryOptions({
  queryKey: ["product-groups"],
  queryFn: async () => flat(await answer(desk.GET("/api/product-groups/tree/"))),
  staleTime: KEPT_MS,
});

export const useBrands = () => useQuery(brandsQuery).data ?? [];
export const useUnits = () => useQuery(unitsQuery).data ?? [];
export const useTaxCategories = () => useQuery(taxCategoriesQuery).data ?? [];
export const usePriceGroups = () => useQuery(priceGroupsQuery).data ?? [];
export const useGroups = () => useQuery(groupsQuery).data ?? [];

/** Rows as the choices of a Select. */
export const asChoices = (rows: readonly { id: string; name: string }[]) =>
  rows.map((row) => ({ value: row.id, label: row.name }));
