/** What the screens of prices read and do. */
import { queryOptions, useQueryClient } from "@tanstack/react-query";
import { asQuery, type Query } from "@/components/list/state";
import { answer, desk, idempotencyKey, type Schemas } from "@/lib/api";
import { everyPage } from "@/lib/reference";

export type Promotion = Schemas["Promotion"];
export type PromotionBody = Schemas["PromotionBodyRequest"];
export type PromotionKind = Schemas["PromotionKind"];
export type PriceList = Schemas["PriceList"];
export type PriceListRow = Schemas["PriceListRow"];
export type Proposal = Schemas["PriceProposal"];
export type Coupon = Schemas["Coupon"];
export type GroupPrice = Schemas["GroupPrice"];
export type StepPrice = Schemas["StepPrice"];
export type Simulation = Schemas["Simulation"];
export type Status = Schemas["PromotionStatus"];
export type Explanation = Schemas["Explanation"];

export const keyed = (key = idempotencyKey()) => ({ "Idempotency-Key": key });
const at = (id: string, key?: string) => ({ path: { id }, header: keyed(key) });
const asked = (query: Query) => ({ query: asQuery(query) });

export const readPromotions = (query: Query, signal?: AbortSignal) =>
  answer(desk.GET("/api/promotions/", { params: asked(query), signal }));

export const promotionQuery = (id: string) =>
  queryOptions({
    queryKey: ["promotions", id],
    queryFn: () => answer(desk.GET("/api/promotions/{id}/", { params: { path: { id } } })),
  });

export const createPromotion = (body: PromotionBody, key: string) =>
  answer(desk.POST("/api/promotions/", { body, params: { header: keyed(key) } }));

export const changePromotion = (id: string, body: Schemas["PatchedPromotionBodyRequest"], key?: string) =>
  answer(desk.PATCH("/api/promotions/{id}/", { body, params: at(id, key) }));

export const approvePromotion = (id: string) => answer(desk.POST("/api/promotions/{id}/approve/", { params: at(id) }));

export const endPromotion = (id: string) => answer(desk.POST("/api/promotions/{id}/end/", { params: at(id) }));

export const readCoupons = (query: Query, signal?: AbortSignal) =>
  answer(desk.GET("/api/coupons/", { params: asked(query), signal }));

export const createCoupons = (body: Schemas["CouponsBodyRequest"], key: string) =>
  answer(desk.POST("/api/coupons/", { body, params: { header: keyed(key) } }));

export const changeCoupon = (id: string, body: Schemas["PatchedCouponChangesRequest"]) =>
  answer(desk.PATCH("/api/coupons/{id}/", { body, params: at(id) }));

export const readLists = (query: Query, signal?: AbortSignal) =>
  answer(desk.GET("/api/price-lists/", { params: asked(query), signal }));

export const listQuery = (id: string) =>
  queryOptions({
    queryKey: ["price-lists", id],
    queryFn: () => answer(desk.GET("/api/price-lists/{id}/", { params: { path: { id } } })),
  });

export const listRowsQuery = (id: string) =>
  queryOptions({
    queryKey: ["price-lists", id, "rows"],
    queryFn: () =>
      everyPage((query) =>
        answer(desk.GET("/api/price-lists/{id}/rows/", { params: { path: { id }, ...asked(query) } as never })),
      ) as Promise<PriceListRow[]>,
  });

export const createList = (body: Schemas["PriceListBodyRequest"], key: string) =>
  answer(desk.POST("/api/price-lists/", { body, params: { header: keyed(key) } }));

export const changeList = (id: string, body: Schemas["PatchedPriceListBodyRequest"], key: string) =>
  answer(desk.PATCH("/api/price-lists/{id}/", { body, params: at(id, key) }));

export const setListRows = (id: string, rows: Schemas["ListedPriceBodyRequest"][], key: string) =>
  answer(desk.POST("/api/price-lists/{id}/rows/", { body: { rows }, params: at(id, key) }));

export const approveList = (id: string) => answer(desk.POST("/api/price-lists/{id}/approve/", { params: at(id) }));

export const endList = (id: string) => answer(desk.POST("/api/price-lists/{id}/end/", { params: at(id) }));

export type Draft = { kind: "promotion" | "list"; id: string };

/** Replays past sales with a draft in force: changes nothing, so a repeat is no harm. */
export const simulate = ({ kind, id }: Draft, body: Schemas["SimulationBodyRequest"]): Promise<Simulation> =>
  kind === "promotion"
    ? answer(desk.POST("/api/promotions/{id}/simulate/", { body, params: at(id) }))
    : answer(desk.POST("/api/price-lists/{id}/simulate/", { body, params: at(id) }));

export const readProposals = (query: Query, signal?: AbortSignal) =>
  answer(desk.GET("/api/price-proposals/", { params: asked(query), signal }));

export const decideProposals = (ids: string[], apply: boolean) =>
  apply
    ? answer(desk.POST("/api/price-proposals/apply/", { body: { ids }, params: { header: keyed() } }))
    : answer(desk.POST("/api/price-proposals/dismiss/", { body: { ids }, params: { header: keyed() } }));

export const settingsQuery = queryOptions({
  queryKey: ["pricing-settings"],
  queryFn: () => answer(desk.GET("/api/pricing-settings/")),
});

export const changeSettings = (body: Schemas["PatchedPricingSettingsRequest"], key: string) =>
  answer(desk.PATCH("/api/pricing-settings/", { body, params: { header: keyed(key) } }));

export const setBasePrice = (product: string, body: Schemas["SetBasePriceRequest"], key: string) =>
  answer(desk.POST("/api/products/{product}/prices/", { body, params: { path: { product }, header: keyed(key) } }));

export const lookUp = (code: string) => answer(desk.GET("/api/products/lookup/", { params: { query: { code } } }));

/** Reads anew all rows of these kinds. */
export function useFresh(...kinds: readonly string[]): () => Promise<unknown> {
  const client = useQueryClient();
  return () => Promise.all(kinds.map((kind) => client.invalidateQueries({ queryKey: [kind] })));
}
