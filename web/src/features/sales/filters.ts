/** The filters of sales and payments; places and people by name. */
import { useLingui } from "@lingui/react/macro";
import type { Filter } from "@/components/list/filters";
import { answer, desk } from "@/lib/api";
import { useLocations, usePeople } from "@/lib/names";
import { useMay } from "@/lib/session";

const FEW = 20;

async function customersNamed(search: string, signal: AbortSignal) {
  const query = { search, page_size: FEW };
  const found = await answer(desk.GET("/api/customers/", { params: { query }, signal }));
  return found.results.map((row) => ({ value: row.id, label: `${row.name} (${row.code})` }));
}

async function customerName(id: string, signal: AbortSignal) {
  return (await answer(desk.GET("/api/customers/{id}/", { params: { path: { id } }, signal }))).name;
}

/** Dates, place, person and customer: what sales, carts and payments are all narrowed down by. */
export function useCommonFilters(): Filter[] {
  const { t } = useLingui();
  const may = useMay();
  const places = useLocations().filter((one) => one.kind === "STOREFRONT");
  const people = usePeople();
  const filters: Filter[] = [
    { id: "date_from", label: t`From day`, kind: "date" },
    { id: "date_to", label: t`To day`, kind: "date" },
  ];
  if (places.length > 1) {
    const options = places.map((one) => ({ value: one.id, label: one.name }));
    filters.push({ id: "storefront", label: t`Shop`, kind: "choice", options });
  }
  if (people.length > 1) {
    const options = people.map((one) => ({ value: one.user, label: one.name }));
    filters.push({ id: "cashier", label: t`Cashier`, kind: "choice", options });
  }
  if (may("customer.view")) {
    filters.push({ id: "customer", label: t`Customer`, kind: "pick", load: customersNamed, name: customerName });
  }
  return filters;
}
