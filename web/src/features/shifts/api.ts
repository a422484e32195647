/** What the pages of shifts ask the server, and the shape of a report, which the API tells by section. */
import { queryOptions } from "@tanstack/react-query";
import { asQuery, type Query } from "@/components/list/state";
import { answer, desk, type Schemas } from "@/lib/api";

export type Shift = Schemas["WholeShift"];

export interface Report {
  sales: {
    count: number;
    offline: number;
    total: string;
    tax: string;
    net: string;
    rounding: string;
    discount: string;
    on_credit: string;
  };
  taxes: { code: string; rate: string; base: string; tax: string }[];
  receipts: { series: string; count: number; first: string; last: string }[];
  tenders: {
    method: string;
    count: number;
    taken: string;
    on_account: string;
    given_back_count: number;
    given_back: string;
  }[];
  refunds?: Given;
  voids?: Given;
  gift_cards?: { count: number; total: string; voided_count: number; voided: string };
  drawer?: { opening_float: string; cash_in: string; cash_out: string; expected: Record<string, string> };
  count?: Counted[];
  grand_total?: string;
}

export interface Given {
  count: number;
  total: string;
  tax: string;
}

export interface Counted {
  method: string;
  expected: string;
  counted: string | null;
  difference: string | null;
  pieces?: Record<string, number>;
}

const asReport = (told: unknown) => told as Report;

export const readShifts = (query: Query, signal: AbortSignal) =>
  answer(desk.GET("/api/shifts/", { params: { query: asQuery(query) }, signal }));

export const shiftQuery = (id: string) =>
  queryOptions({
    queryKey: ["shifts", id],
    queryFn: ({ signal }) => answer(desk.GET("/api/shifts/{id}/", { params: { path: { id } }, signal })),
  });

/** The sealed report, once there is one. */
export const sealed = (shift: Shift): Report | undefined => (shift.report ? asReport(shift.report) : undefined);

export const figuresOf = (supplement: Shift["supplements"][number]): Report => asReport(supplement.figures);

export const xReportQuery = (id: string) =>
  queryOptions({
    queryKey: ["shifts", id, "x"],
    queryFn: async ({ signal }) => ({
      report: asReport(await answer(desk.GET("/api/shifts/{id}/x-report/", { params: { path: { id } }, signal }))),
      asOf: new Date().toISOString(),
    }),
    refetchInterval: 60_000,
  });

export const sealSupplement = (id: string, key: string) =>
  answer(desk.POST("/api/shifts/{id}/supplements/", { params: { path: { id }, header: { "Idempotency-Key": key } } }));
