/** What the screens of suppliers read and do. Every query begins with "suppliers", so that one call forgets them all. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { asQuery, type Query } from "@/components/list/state";
import { answer, desk, type Schemas } from "@/lib/api";
import type { Rows } from "@/lib/pages";

export type Supplier = Schemas["Supplier"];
export type SupplierFields = Schemas["SupplierWriteRequest"];
export type Division = Schemas["Division"];

const by = (id: string) => ({ params: { path: { id } } });
const once = (key: string) => ({ "Idempotency-Key": key });

export const listSuppliers = (query: Query, signal: AbortSignal) =>
  answer(desk.GET("/api/suppliers/", { params: { query: asQuery(query) }, signal }));

export const supplierQuery = (id: string) =>
  queryOptions({
    queryKey: ["suppliers", "one", id],
    queryFn: ({ signal }) => answer(desk.GET("/api/suppliers/{id}/", { ...by(id), signal })),
  });

export const financialQuery = (id: string) =>
  queryOptions({
    queryKey: ["suppliers", "one", id, "financial"],
    queryFn: ({ signal }) => answer(desk.GET("/api/suppliers/{id}/financial/", { ...by(id), signal })),
  });

export const agingQuery = (id: string) =>
  queryOptions({
    queryKey: ["suppliers", "one", id, "aging"],
    queryFn: ({ signal }) => answer(desk.GET("/api/suppliers/{id}/aging/", { ...by(id), signal })),
  });

export const statisticsQuery = (id: string, period: string) =>
  queryOptions({
    queryKey: ["suppliers", "one", id, "statistics", period],
    queryFn: ({ signal }) =>
      answer(
        desk.GET("/api/suppliers/{id}/statistics/", {
          params: { path: { id }, query: { period: period as never } },
          signal,
        }),
      ),
  });

export const statementQuery = (id: string, period: Record<string, string>) =>
  queryOptions({
    queryKey: ["suppliers", "one", id, "statement", period],
    queryFn: ({ signal }) =>
      answer(desk.GET("/api/suppliers/{id}/statement/", { params: { path: { id }, query: period }, signal })),
  });

export const deliveriesQuery = (id: string) =>
  queryOptions({
    queryKey: ["suppliers", "one", id, "deliveries"],
    queryFn: ({ signal }) =>
      answer(desk.GET("/api/suppliers/{id}/deliveries/", { params: { path: { id }, query: { limit: 200 } }, signal })),
  });

export const weekQuery = (id: string) =>
  queryOptions({
    queryKey: ["suppliers", "one", id, "week"],
    queryFn: ({ signal }) => answer(desk.GET("/api/suppliers/{id}/schedule/", { ...by(id), signal })),
  });

/** Until when an order is taken, and when the next delivery comes; asked apart, told together. */
export const nextQuery = (id: string) =>
  queryOptions({
    queryKey: ["suppliers", "one", id, "next"],
    queryFn: async ({ signal }) => {
      const [order, delivery] = await Promise.all([
        answer(desk.GET("/api/suppliers/{id}/can-order-today/", { ...by(id), signal })),
        answer(desk.GET("/api/suppliers/{id}/next-delivery-date/", { ...by(id), signal })),
      ]);
      return { ...order, next_delivery_date: delivery.next_delivery_date };
    },
  });

export const divisionsQuery = (id: string) =>
  queryOptions({
    queryKey: ["suppliers", "one", id, "divisions"],
    queryFn: ({ signal }) =>
      answer(
        desk.GET("/api/suppliers/{id}/divisions/", { params: { path: { id }, query: { page_size: 200 } }, signal }),
      ),
  });

export const createSupplier = (body: SupplierFields, key: string) =>
  answer(desk.POST("/api/suppliers/", { params: { header: once(key) }, body }));

export const changeSupplier = (id: string, body: Partial<SupplierFields>, key: string) =>
  answer(desk.PATCH("/api/suppliers/{id}/", { params: { path: { id }, header: once(key) }, body }));

export const saveWeek = (id: string, body: Schemas["WeekWriteRequest"], key: string) =>
  answer(desk.POST("/api/suppliers/{id}/schedule/", { params: { path: { id }, header: once(key) }, body }));

export const takeOpening = (id: string, body: Schemas["OpeningBodyRequest"], key: string) =>
  answer(desk.POST("/api/suppliers/{id}/opening-balance/", { params: { path: { id }, header: once(key) }, body }));

export const saveDivision = (
  id: string,
  division: string | undefined,
  body: Schemas["DivisionWriteRequest"],
  key: string,
) =>
  division
    ? answer(
        desk.PATCH("/api/suppliers/{id}/divisions/{division}/", {
          params: { path: { id, division }, header: once(key) },
          body,
        }),
      )
    : answer(desk.POST("/api/suppliers/{id}/divisions/", { params: { path: { id }, header: once(key) }, body }));

/** Forget what was read of suppliers: after whatever changes one. */
export function useForget(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ["suppliers"] });
}

interface Change {
  supplier: Supplier;
  fields: Partial<SupplierFields>;
  key: string;
}

/** Change a supplier, shown at once in its page and in every list; a refusal puts it back. */
export function useChangeSupplier() {
  const client = useQueryClient();
  const show = (id: string, fields: Partial<SupplierFields>) => {
    const changed = (row: Supplier): Supplier => (row.id === id ? ({ ...row, ...fields } as Supplier) : row);
    client.setQueriesData<Rows<Supplier>>({ queryKey: ["suppliers", "list"] }, (page) =>
      page ? { ...page, results: page.results.map(changed) } : page,
    );
    client.setQueryData<Supplier>(supplierQuery(id).queryKey, (row) => (row ? changed(row) : row));
  };
  return useMutation({
    mutationFn: ({ supplier, fields, key }: Change) => changeSupplier(supplier.id, fields, key),
    onMutate: async ({ supplier, fields }) => {
      await client.cancelQueries({ queryKey: ["suppliers"] });
      show(supplier.id, fields);
    },
    onError: (_, { supplier, fields }) => {
      const before = Object.keys(fields).map((name) => [name, supplier[name as keyof Supplier]]);
      show(supplier.id, Object.fromEntries(before));
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["suppliers"] }),
  });
}
