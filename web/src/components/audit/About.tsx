/** Whom and what an event is about, by name and with the way there: the log itself keeps ids alone. */
import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { answer, desk, type Schemas } from "@/lib/api";
import { productOf } from "./facts";

type Event = Schemas["AuditLog"];

export interface Subject {
  id: string;
  name: string;
  to: string;
}
export type ToldEvent = Event & { subjects: readonly Subject[] };

const unique = (ids: readonly (string | null | undefined)[]) => [...new Set(ids.filter((id) => id))] as string[];

async function productNames(ids: readonly string[], signal: AbortSignal): Promise<Subject[]> {
  if (ids.length === 0) return [];
  const query = { ids: ids.join(","), page_size: ids.length } as never;
  const found = await answer(desk.GET("/api/products/", { params: { query }, signal }));
  return found.results.map((one) => ({ id: one.id, name: one.name, to: `/products/${one.id}` }));
}

async function customerName(id: string, signal: AbortSignal): Promise<Subject> {
  const found = await answer(desk.GET("/api/customers/{id}/", { params: { path: { id } }, signal }));
  return { id, name: found.name, to: `/customers/${id}` };
}

/** The events with what they are about. What the role does not show, or what is gone, stays without a name. */
export async function withSubjects(
  events: readonly Event[],
  may: (capability: string) => boolean,
  signal: AbortSignal,
): Promise<ToldEvent[]> {
  const products = may("product.view") ? unique(events.map(productOf)) : [];
  const customers = may("customer.view") ? unique(events.map((event) => event.customer)) : [];
  const found = await Promise.allSettled([
    productNames(products, signal),
    ...customers.map(async (id) => [await customerName(id, signal)]),
  ]);
  const subjects = found.flatMap((one) => (one.status === "fulfilled" ? one.value : []));
  const known = new Map(subjects.map((one) => [one.id, one]));
  const about = (event: Event) => [productOf(event), event.customer].flatMap((id) => (id && known.get(id)) || []);
  return events.map((event) => ({ ...event, subjects: about(event) }));
}

export function Subjects({ of }: { of: readonly Subject[] }) {
  return of.map((subject, at) => (
    <span key={subject.id}>
      {at > 0 && ", "}
      <Anchor component={Link} to={subject.to} inherit>
        {subject.name}
      </Anchor>
    </span>
  ));
}
