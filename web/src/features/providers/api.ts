/** What the pages of payments through providers ask and send. */
import { queryOptions } from "@tanstack/react-query";
import { asQuery, type Query } from "@/components/list/state";
import { answer, desk, type Schemas } from "@/lib/api";

export type Intent = Schemas["Intent"];
export type Event = Schemas["Event"];
export type Account = Schemas["Account"];
export type Difference = Schemas["BookDifference"];

const head = (key: string) => ({ "Idempotency-Key": key });

export const readIntents = (query: Query, signal: AbortSignal) =>
  answer(desk.GET("/api/payments/intents/", { params: { query: asQuery(query) }, signal }));

export const readEvents = (query: Query, signal: AbortSignal) =>
  answer(desk.GET("/api/payments/events/", { params: { query: asQuery(query) }, signal }));

export const readAccounts = (query: Query, signal: AbortSignal) =>
  answer(desk.GET("/api/payments/accounts/", { params: { query: asQuery(query) }, signal }));

export const intentQuery = (id: string) =>
  queryOptions({
    queryKey: ["payment-intents", id],
    queryFn: ({ signal }) => answer(desk.GET("/api/payments/intents/{id}/", { params: { path: { id } }, signal })),
  });

export const eventsOfQuery = (intent: string) =>
  queryOptions({
    queryKey: ["payment-events", "of", intent],
    queryFn: ({ signal }) => readEvents({ intent, page_size: "100" }, signal),
  });

export const accountsQuery = queryOptions({
  queryKey: ["payment-accounts", "all"],
  queryFn: ({ signal }) => readAccounts({ page_size: "100" }, signal),
  staleTime: 60_000,
});

export const giveBack = (id: string) =>
  answer(desk.POST("/api/payments/{id}/refund/", { params: { path: { id } } as never }));

export const matchEvent = (id: string, intent: string) =>
  answer(desk.POST("/api/payments/events/{id}/match/", { params: { path: { id } } as never, body: { intent } }));

export const addAccount = (body: Schemas["AccountBodyRequest"], key: string) =>
  answer(desk.POST("/api/payments/accounts/", { params: { header: head(key) }, body }));

export const changeAccount = (id: string, body: Schemas["PatchedAccountChangeBodyRequest"], key: string) =>
  answer(desk.PATCH("/api/payments/accounts/{id}/", { params: { path: { id }, header: head(key) }, body }));

export interface Period {
  account: string;
  first_day: string;
  last_day: string;
}

export const differencesQuery = (period: Period | undefined) =>
  queryOptions({
    queryKey: ["payment-reconciliation", period],
    queryFn: ({ signal }) =>
      answer(desk.GET("/api/payments/reconciliation/", { params: { query: asQuery({ ...period }) }, signal })),
    enabled: period !== undefined,
    staleTime: 60_000,
  });
