/** What the pages of settings ask and change. Each mutation carries a key made when it is first pressed. */
import { queryOptions } from "@tanstack/react-query";
import { asQuery, type Query } from "@/components/list/state";
import { answer, desk, type Schemas } from "@/lib/api";

const head = (key: string) => ({ "Idempotency-Key": key });
const asked = (query: Query) => ({ query: asQuery(query) });

export const ALL = "500";
// A page of the largest size: none of these lists is longer in a business that people run.

export const readLocations = (query: Query, signal: AbortSignal) =>
  answer(desk.GET("/api/locations/", { params: asked(query), signal }));
export const readTerminals = (query: Query, signal: AbortSignal) =>
  answer(desk.GET("/api/terminals/", { params: asked(query), signal }));
export const readMembers = (query: Query, signal: AbortSignal) =>
  answer(desk.GET("/api/members/", { params: asked(query), signal }));
export const readRoles = (query: Query, signal: AbortSignal) =>
  answer(desk.GET("/api/roles/", { params: asked(query), signal }));
export const readSequences = (query: Query, signal: AbortSignal) =>
  answer(desk.GET("/api/sequences/", { params: asked(query), signal }));
export const readTaxRates = (query: Query, signal: AbortSignal) =>
  answer(desk.GET("/api/tax-rates/", { params: asked(query), signal }));
export const readTaxCategories = (query: Query, signal: AbortSignal) =>
  answer(desk.GET("/api/tax-categories/", { params: asked(query), signal }));

export const rolesQuery = queryOptions({
  queryKey: ["roles", "all"],
  queryFn: ({ signal }) => readRoles({ page_size: ALL }, signal),
  staleTime: 60_000,
});
export const rightsQuery = queryOptions({
  queryKey: ["capabilities"],
  queryFn: ({ signal }) => answer(desk.GET("/api/capabilities/", { signal })),
  staleTime: 60_000,
});
export const taxCategoriesQuery = queryOptions({
  queryKey: ["tax-categories", "all"],
  queryFn: ({ signal }) => readTaxCategories({ page_size: ALL }, signal),
  staleTime: 60_000,
});

export const changeBusiness = (body: Schemas["PatchedBusinessRequest"], key: string) =>
  answer(desk.PATCH("/api/business/", { params: { header: head(key) }, body }));
export const addLocation = (body: Schemas["NewLocationRequest"], key: string) =>
  answer(desk.POST("/api/locations/", { params: { header: head(key) }, body }));
export const changeLocation = (id: string, body: Schemas["PatchedLocationChangesRequest"], key: string) =>
  answer(desk.PATCH("/api/locations/{id}/", { params: { path: { id }, header: head(key) }, body }));
export const addTerminal = (body: Schemas["NewTerminalRequest"], key: string) =>
  answer(desk.POST("/api/terminals/", { params: { header: head(key) }, body }));
export const changeTerminal = (id: string, body: Schemas["PatchedTerminalChangesRequest"], key: string) =>
  answer(desk.PATCH("/api/terminals/{id}/", { params: { path: { id }, header: head(key) }, body }));
export const renewEnrolment = (id: string, key: string) =>
  answer(desk.POST("/api/terminals/{id}/enrolment/", { params: { path: { id }, header: head(key) } }));
export const addMember = (body: Schemas["NewMemberRequest"], key: string) =>
  answer(desk.POST("/api/members/", { params: { header: head(key) }, body }));
export const changeMember = (id: string, body: Schemas["PatchedMemberChangesRequest"], key: string) =>
  answer(desk.PATCH("/api/members/{id}/", { params: { path: { id }, header: head(key) }, body }));
export const setPin = (id: string, pin: string, key: string) =>
  answer(desk.POST("/api/members/{id}/pin/", { params: { path: { id }, header: head(key) }, body: { pin } }));
export const addRole = (body: Schemas["NewRoleRequest"], key: string) =>
  answer(desk.POST("/api/roles/", { params: { header: head(key) }, body }));
export const changeRole = (id: string, body: Schemas["PatchedRoleChangesRequest"], key: string) =>
  answer(desk.PATCH("/api/roles/{id}/", { params: { path: { id }, header: head(key) }, body }));
export const changeSequence = (id: string, body: Schemas["PatchedSequenceChangesRequest"], key: string) =>
  answer(desk.PATCH("/api/sequences/{id}/", { params: { path: { id }, header: head(key) }, body }));
export const addTaxCategory = (body: Schemas["TaxCategoryRequest"], key: string) =>
  answer(desk.POST("/api/tax-categories/", { params: { header: head(key) }, body }));
export const addTaxRate = (body: Schemas["TaxRateRequest"], key: string) =>
  answer(desk.POST("/api/tax-rates/", { params: { header: head(key) }, body }));
export const removeTaxRate = (id: string, key: string) =>
  answer(desk.DELETE("/api/tax-rates/{id}/", { params: { path: { id }, header: head(key) } }));
