/** Who is known already by what is being typed of a new customer, so that nobody is written down twice. */
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";

/** What is needed of a customer to tell that it is the one. */
export interface KnownCustomer {
  id: string;
  name: string;
  code: string;
  phone?: string;
  email?: string;
  vat_number?: string;
}

/** Finds customers by one text: a name, a phone, an e-mail address or a tax number. */
export type FindCustomers<C extends KnownCustomer> = (text: string, signal: AbortSignal) => Promise<readonly C[]>;

export type KnownBy = "phone" | "email" | "vat_number" | "name";

export interface Double<C> {
  by: KnownBy;
  customer: C;
}

/** Fewer signs belong to too many to be worth a question. */
const FEWEST: Record<KnownBy, number> = { phone: 6, email: 5, vat_number: 5, name: 3 };

const plain = (text: string) => text.trim().toLocaleLowerCase().normalize("NFC").replace(/\s+/g, " ");
const signs = (text: string) => text.toUpperCase().replace(/[^\p{L}\d]/gu, "");

/** The digits that count of a phone: without the zeros that stand for a prefix, so that any way to write it compares. */
export function phoneDigits(text: string): string {
  return text
    .replace(/ ext\. .*$/, "")
    .replace(/\D/g, "")
    .replace(/^0+/, "");
}

/** What is asked for, as it compares; empty for what is too short or no such thing. */
function asked(by: KnownBy, text: string): string {
  const found = by === "phone" ? phoneDigits(text) : by === "vat_number" ? signs(text) : plain(text);
  return found.length < FEWEST[by] || (by === "email" && !/^\S+@\S+\.\S/.test(found)) ? "" : found;
}

/** Whether `customer` has what was asked for. */
export function isKnownBy(by: KnownBy, wanted: string, customer: KnownCustomer): boolean {
  if (by === "phone") return phoneDigits(customer.phone ?? "").endsWith(wanted);
  if (by === "email") return plain(customer.email ?? "") === wanted;
  if (by === "name") return plain(customer.name) === wanted;
  const known = signs(customer.vat_number ?? "");
  return known === wanted || known.replace(/^[A-Z]{2}/, "") === wanted;
}

function useKnown<C extends KnownCustomer>(by: KnownBy, text: string, find: FindCustomers<C>): Double<C> | undefined {
  const [settled] = useDebouncedValue(text, 300);
  const wanted = asked(by, settled);
  const { data } = useQuery({
    queryKey: ["customer-doubles", by, wanted],
    queryFn: async ({ signal }) => (await find(wanted, signal)).find((one) => isKnownBy(by, wanted, one)) ?? null,
    enabled: wanted !== "",
    placeholderData: keepPreviousData,
    retry: false,
  });
  return data && wanted && isKnownBy(by, wanted, data) ? { by, customer: data } : undefined;
}

/** Who is known by each of the values; by name only who is not known by anything surer. A failed look-up finds nobody. */
export function useDoubles<C extends KnownCustomer>(
  values: Record<KnownBy, string>,
  find: FindCustomers<C>,
): readonly Double<C>[] {
  const found = [
    useKnown("phone", values.phone, find),
    useKnown("email", values.email, find),
    useKnown("vat_number", values.vat_number, find),
    useKnown("name", values.name, find),
  ].filter((one) => one !== undefined);
  return found.filter((one, at) => found.findIndex((other) => other.customer.id === one.customer.id) === at);
}
