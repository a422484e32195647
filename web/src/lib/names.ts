/** Names for ids that several areas show: places and people. What the role does not show stays without a name. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { answer, desk, type Schemas } from "@/lib/api";

const FEW = 500;
// More places or people than that are no list to choose from; the API takes no larger page.

export const locationsQuery = queryOptions({
  queryKey: ["locations", "all"],
  queryFn: ({ signal }) => answer(desk.GET("/api/locations/", { params: { query: { page_size: FEW } }, signal })),
  staleTime: 60_000,
});

export const membersQuery = queryOptions({
  queryKey: ["members", "all"],
  queryFn: ({ signal }) => answer(desk.GET("/api/members/", { params: { query: { page_size: FEW } }, signal })),
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
