/** What the pages of refunds ask the server. */
import { queryOptions } from "@tanstack/react-query";
import { asQuery, type Query } from "@/components/list/state";
import { answer, desk, type Schemas } from "@/lib/api";

export type Refund = Schemas["WholeRefund"];
export type Sale = Schemas["Sale"];
export type Eligibility = Schemas["RefundEligibility"];

const acted = (id: string, key: string) => ({ path: { id }, header: { "Idempotency-Key": key } });

export const readRefunds = (query: Query, signal: AbortSignal) =>
  answer(desk.GET("/api/refunds/", { params: { query: asQuery(query) }, signal }));

export const refundQuery = (id: string) =>
  queryOptions({
    queryKey: ["refunds", id],
    queryFn: ({ signal }) => answer(desk.GET("/api/refunds/{id}/", { params: { path: { id } }, signal })),
  });

export const saleQuery = (id: string) =>
  queryOptions({
    queryKey: ["sales", id],
    queryFn: ({ signal }) => answer(desk.GET("/api/sales/{id}/", { params: { path: { id } }, signal })),
  });

export const eligibilityQuery = (id: string) =>
  queryOptions({
    queryKey: ["sales", id, "refund-eligibility"],
    queryFn: ({ signal }) =>
      answer(desk.GET("/api/sales/{id}/refund-eligibility/", { params: { path: { id } }, signal })),
  });

export const askRefund = (body: Schemas["AskRefundRequest"], key: string) =>
  answer(desk.POST("/api/refunds/", { params: { header: { "Idempotency-Key": key } }, body }));

export const approveRefund = (id: string, body: Schemas["ApproveRefundRequest"], key: string) =>
  answer(desk.POST("/api/refunds/{id}/approve/", { params: acted(id, key), body }));

export const rejectRefund = (id: string, reason: string, key: string) =>
  answer(desk.POST("/api/refunds/{id}/reject/", { params: acted(id, key), body: { reason } }));

export const processRefund = (id: string, key: string) =>
  answer(desk.POST("/api/refunds/{id}/process/", { params: acted(id, key), body: {} }));

/** What its provider said of a payment that failed; nothing of one that was never asked for. */
export const failureQuery = (id: string) =>
  queryOptions({
    queryKey: ["payments", id, "status"],
    queryFn: ({ signal }) => answer(desk.GET("/api/payments/{id}/status/", { params: { path: { id } }, signal })),
    retry: false,
  });

export const replacePayment = (id: string, way: Schemas["ReplaceBodyRequest"]["payment_method"], key: string) =>
  answer(desk.POST("/api/payments/{id}/replace/", { params: acted(id, key), body: { payment_method: way } }));
