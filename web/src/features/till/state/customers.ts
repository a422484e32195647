/** Customers that are written down during a sale, and chosen at once. */
import type { CustomerDraft } from "@/components/customers/CustomerCreateModal";
import { type CatalogCustomer, catalog } from "../local/catalog";
import { call } from "../local/http";
import { chooseCustomer } from "./acts";
import { get } from "./till";

/** A customer as the API tells it. */
export interface Told {
  id: string;
  code: string;
  name: string;
  phone: string;
  email: string;
  vat_number: string;
  city: string;
  type: string;
  customer_type: string;
  category: string;
  price_group: string | null;
  discount_percent: string;
  is_tax_exempt: boolean;
  sales_blocked: boolean;
  credit_blocked: boolean;
  credit_limit: string;
  credit_terms_days: number;
}

const token = () => get().session?.token ?? null;

export function createCustomer(draft: CustomerDraft, key: string): Promise<Told> {
  return call<Told>("POST", "/api/customers/", { token: token(), key, body: draft });
}

/** Who is known by a phone, an e-mail address, a tax number or a name. */
export async function knownCustomers(text: string): Promise<Told[]> {
  const path = `/api/customers/?page_size=10&search=${encodeURIComponent(text)}`;
  return (await call<{ results: Told[] }>("GET", path, { token: token() })).results;
}

/** Choose a customer that the feed may not have brought yet. */
export async function adoptCustomer(told: Told): Promise<void> {
  await chooseCustomer((await catalog.customers.get(told.id)) ?? rowOf(told));
}

/** A customer by id, from the server where the feed has not brought it yet. Raises: Problem. */
export async function customerOf(id: string): Promise<CatalogCustomer> {
  const known = await catalog.customers.get(id);
  return known ?? rowOf(await call<Told>("GET", `/api/customers/${id}/`, { token: token() }));
}

/** What the feed will bring of a customer. */
export function rowOf(told: Told): CatalogCustomer {
  return {
    id: told.id,
    code: told.code,
    name: told.name,
    search: told.name,
    phone_end: told.phone.slice(-4),
    tax_number: told.vat_number,
    city: told.city,
    type: told.type,
    customer_type: told.customer_type,
    category: told.category,
    price_group: told.price_group,
    discount_percent: told.discount_percent,
    is_tax_exempt: told.is_tax_exempt,
    sales_blocked: told.sales_blocked,
    credit_blocked: told.credit_blocked,
    credit_limit: told.credit_limit,
    credit_terms_days: told.credit_terms_days,
    sites: [],
  };
}
