/** What the screens of customers read and do. Every query begins with "customers", so that one call forgets them all. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { asQuery, type Query } from "@/components/list/state";
import { answer, desk, type Schemas } from "@/lib/api";
import type { Rows } from "@/lib/pages";

export type Customer = Schemas["Customer"];
export type CustomerFields = Schemas["CustomerWriteRequest"];
export type Site = Schemas["Site"];

const by = (id: string) => ({ params: { path: { id } } });
/** The part of a request that names its one effect. */
export const once = (key: string) => ({ "Idempotency-Key": key });

export const listCustomers = (query: Query, signal: AbortSignal) =>
  answer(desk.GET("/api/customers/", { params: { query: asQuery(query) }, signal }));

export const findCustomers = async (search: string, signal: AbortSignal) =>
  (await listCustomers({ search, page_size: "20" }, signal)).results;

export const metricsQuery = queryOptions({
  queryKey: ["customers", "metrics"],
  queryFn: ({ signal }) => answer(desk.GET("/api/customers/metrics/", { signal })),
});

export const segmentsQuery = queryOptions({
  queryKey: ["customers", "segments"],
  queryFn: ({ signal }) => answer(desk.GET("/api/customers/segments/", { signal })),
  staleTime: 60_000,
});

export const customerQuery = (id: string) =>
  queryOptions({
    queryKey: ["customers", "one", id],
    queryFn: ({ signal }) => answer(desk.GET("/api/customers/{id}/", { ...by(id), signal })),
  });

export const creditQuery = (id: string) =>
  queryOptions({
    queryKey: ["customers", "one", id, "credit"],
    queryFn: ({ signal }) => answer(desk.GET("/api/customers/{id}/credit-status/", { ...by(id), signal })),
  });

export const statisticsQuery = (id: string, period: string) =>
  queryOptions({
    queryKey: ["customers", "one", id, "statistics", period],
    queryFn: ({ signal }) =>
      answer(
        desk.GET("/api/customers/{id}/statistics/", {
          params: { path: { id }, query: { period: period as never } },
          signal,
        }),
      ),
  });

export const openItemsQuery = (id: string) =>
  queryOptions({
    queryKey: ["customers", "one", id, "open"],
    queryFn: ({ signal }) => answer(desk.GET("/api/customers/{id}/open-items/", { ...by(id), signal })),
  });

export const statementQuery = (id: string, period: Record<string, string>) =>
  queryOptions({
    queryKey: ["customers", "one", id, "statement", period],
    queryFn: ({ signal }) =>
      answer(desk.GET("/api/customers/{id}/statement/", { params: { path: { id }, query: period }, signal })),
  });

export const weekQuery = (id: string) =>
  queryOptions({
    queryKey: ["customers", "one", id, "week"],
    queryFn: ({ signal }) => answer(desk.GET("/api/customers/{id}/schedule/", { ...by(id), signal })),
  });

export const sitesQuery = (id: string) =>
  queryOptions({
    queryKey: ["customers", "one", id, "sites"],
    queryFn: ({ signal }) =>
      answer(desk.GET("/api/customers/{id}/sites/", { params: { path: { id }, query: { page_size: 200 } }, signal })),
  });

export const createCustomer = (body: CustomerFields, key: string) =>
  answer(desk.POST("/api/customers/", { params: { header: once(key) }, body }));

export const changeCustomer = (id: string, body: Partial<CustomerFields>, key: string) =>
  answer(desk.PATCH("/api/customers/{id}/", { params: { path: { id }, header: once(key) }, body }));

export const mergeCustomer = (id: string, body: Schemas["MergeBodyRequest"], key: string) =>
  answer(desk.POST("/api/customers/{id}/merge/", { params: { path: { id }, header: once(key) }, body }));

export const adjustCredit = (id: string, body: Schemas["AdjustmentBodyRequest"], key: string) =>
  answer(desk.POST("/api/customers/{id}/adjust-credit/", { params: { path: { id }, header: once(key) }, body }));

export const takeOpening = (id: string, body: Schemas["CustomerOpeningBodyRequest"], key: string) =>
  answer(desk.POST("/api/customers/{id}/opening-balance/", { params: { path: { id }, header: once(key) }, body }));

export const takePayment = (id: string, body: Schemas["CustomerPaymentBodyRequest"], key: string) =>
  answer(desk.POST("/api/customers/{id}/payments/", { params: { path: { id }, header: once(key) }, body }));

export const saveWeek = (id: string, body: Schemas["CustomerWeekWriteRequest"], key: string) =>
  answer(desk.POST("/api/customers/{id}/schedule/", { params: { path: { id }, header: once(key) }, body }));

export const saveSite = (id: string, site: string | undefined, body: Schemas["SiteWriteRequest"], key: string) =>
  site
    ? answer(
        desk.PATCH("/api/customers/{id}/sites/{site}/", { params: { path: { id, site }, header: once(key) }, body }),
      )
    : answer(desk.POST("/api/customers/{id}/sites/", { params: { path: { id }, header: once(key) }, body }));

/** Forget what was read of customers: after whatever changes one. */
export function useForget(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ["customers"] });
}

interface Change {
  customer: Customer;
  fields: Partial<CustomerFields>;
  key: string;
}

/** Change a customer, shown at once in its page and in every list; a refusal puts it back. */
export function useChangeCustomer() {
  const client = useQueryClient();
  const show = (id: string, fields: Partial<CustomerFields>) => {
    const changed = (row: Customer): Customer => (row.id === id ? ({ ...row, ...fields } as Customer) : row);
    client.setQueriesData<Rows<Customer>>({ queryKey: ["customers", "list"] }, (page) =>
      page ? { ...page, results: page.results.map(changed) } : page,
    );
    client.setQueryData<Customer>(customerQuery(id).queryKey, (row) => (row ? changed(row) : row));
  };
  return useMutation({
    mutationFn: ({ customer, fields, key }: Change) => changeCustomer(customer.id, fields, key),
    onMutate: async ({ customer, fields }) => {
      await client.cancelQueries({ queryKey: ["customers"] });
      show(customer.id, fields);
    },
    onError: (_, { customer, fields }) => {
      const before = Object.keys(fields).map((name) => [name, customer[name as keyof Customer]]);
      show(customer.id, Object.fromEntries(before));
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["customers"] }),
  });
}
