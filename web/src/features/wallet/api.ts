/** Gift cards, store credit and points: what their pages ask and send. */
import { queryOptions } from "@tanstack/react-query";
import { asQuery, type Query } from "@/components/list/state";
import { answer, desk, type Schemas } from "@/lib/api";
import { asProblem } from "@/lib/problem";

export type Holding = Schemas["Holding"];
export type Entry = Schemas["WalletEntry"];
export type Program = Schemas["LoyaltyProgram"];
export type Issued = Schemas["WalletIssued"];

const acted = (id: string, key: string) => ({ path: { id }, header: { "Idempotency-Key": key } });
const head = (key: string) => ({ header: { "Idempotency-Key": key } });

export const readHoldings = (query: Query, signal: AbortSignal) =>
  answer(desk.GET("/api/wallet/accounts/", { params: { query: asQuery(query) }, signal }));

export const holdingQuery = (id: string) =>
  queryOptions({
    queryKey: ["wallet", id],
    queryFn: ({ signal }) => answer(desk.GET("/api/wallet/accounts/{id}/", { params: { path: { id } }, signal })),
  });

export const readEntries = (id: string) => (query: Query, signal: AbortSignal) =>
  answer(desk.GET("/api/wallet/accounts/{id}/entries/", { params: { path: { id }, query: asQuery(query) }, signal }));

export const liabilityQuery = queryOptions({
  queryKey: ["wallet", "liability"],
  queryFn: ({ signal }) => answer(desk.GET("/api/wallet/liability/", { signal })),
});

export const lookup = (code: string) => answer(desk.POST("/api/wallet/lookup/", { body: { code } }));

export const issueCard = (body: Schemas["IssueBodyRequest"], key: string) =>
  answer(desk.POST("/api/wallet/gift-cards/", { params: head(key), body }));

export const grantCredit = (body: Schemas["CreditBodyRequest"], key: string) =>
  answer(desk.POST("/api/wallet/store-credits/", { params: head(key), body }));

export const reload = (id: string, body: Schemas["ReloadBodyRequest"], key: string) =>
  answer(desk.POST("/api/wallet/accounts/{id}/reload/", { params: acted(id, key), body }));

/** Null where there never was one. */
export const programQuery = queryOptions({
  queryKey: ["wallet", "program"],
  queryFn: async ({ signal }): Promise<Program | null> => {
    try {
      return await answer(desk.GET("/api/wallet/loyalty-program/", { signal }));
    } catch (error) {
      if (asProblem(error).code === "NOT_FOUND") return null;
      throw error;
    }
  },
});

/** The same terms again are the same terms: no key is needed. */
export const setProgram = (body: Schemas["LoyaltyProgramBodyRequest"]) =>
  answer(desk.PUT("/api/wallet/loyalty-program/", { body }));

export const adjust = (id: string, body: Schemas["WalletAdjustBodyRequest"], key: string) =>
  answer(desk.POST("/api/wallet/accounts/{id}/adjust/", { params: acted(id, key), body }));

export const block = (id: string, reason: string, key: string) =>
  answer(desk.POST("/api/wallet/accounts/{id}/block/", { params: acted(id, key), body: { reason } }));

export const unblock = (id: string, reason: string, key: string) =>
  answer(desk.POST("/api/wallet/accounts/{id}/unblock/", { params: acted(id, key), body: { reason } }));
