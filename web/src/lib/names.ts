/** Names for ids that several areas show: places and people. What the role does not show stays without a name. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { answer, desk, type Schemas } from "@/lib/api";
import { useMay } from "@/lib/session";

const FEW = 500;
// More places than that are no list to choose from; the API takes no larger page.

export const locationsQuery = queryOptions({
  queryKey: ["locations", "all"],
  queryFn: ({ signal }) => answer(desk.GET("/api/locations/", { params: { query: { page_size: FEW } }, signal })),
  staleTime: 60_000,
});

export const namesQuery = queryOptions({
  queryKey: ["members", "names"],
  queryFn: ({ signal }) => answer(desk.GET("/api/members/names/", { signal })),
  staleTime: 60_000,
});

export function useLocations(): readonly Schemas["Location"][] {
  return useQuery(locationsQuery).data?.results ?? [];
}

/** The name of a place by its id; a dash while it is not known. */
export function useLocationName(): (id: string | null | undefined) => string {
  const names = new Map(useLocations().map((one) => [one.id, one.name]));
  return (id) => (id ? names.get(id) : undefined) ?? "-";
}

/** Everybody who works or worked here, as far as the role shows them. */
export function usePeople(): readonly Schemas["MemberName"][] {
  const may = useMay();
  return useQuery({ ...namesQuery, enabled: may("sale.view") }).data ?? [];
}

/** The name of the person whom a record calls `user`; a dash while it is not known. */
export function useMemberName(): (user: string | null | undefined) => string {
  const names = new Map(usePeople().map((one) => [one.user, one.name]));
  return (user) => (user ? names.get(user) : undefined) ?? "-";
}
