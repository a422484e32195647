/** What the find field looks through: pages, and what has a name or a number. Each source fails alone. */
import type { I18n, MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { answer, desk } from "@/lib/api";
import { AREAS, type Place } from "./nav";

export interface Hit {
  id: string;
  label: string;
  note?: string | undefined;
  to: string;
}

interface Source {
  label: MessageDescriptor;
  needs: string;
  /** Only for what looks like a number of a document. */
  isNumbered?: boolean;
  load: (text: string, signal: AbortSignal) => Promise<Hit[]>;
}

const FEW = 5;
// So many of each kind: the list stays on one screen; the kind's own page has the rest.

const numbered = (query: Record<string, string>) => ({ params: { query: { ...query, page_size: FEW } as never } });

const DOCUMENTS: readonly [MessageDescriptor, string, string, string][] = [
  [msg`Purchase orders`, "purchase.view", "/purchasing/orders", "/api/purchase-orders/"],
  [msg`Deliveries`, "purchase.view", "/purchasing/deliveries", "/api/delivery-receipts/"],
  [msg`Supplier invoices`, "supplier.view", "/purchasing/invoices", "/api/supplier-invoices/"],
];

export const SOURCES: readonly Source[] = [
  {
    label: msg`Customers`,
    needs: "customer.view",
    load: async (search, signal) => {
      const query = { search, page_size: FEW };
      const found = await answer(desk.GET("/api/customers/", { params: { query }, signal }));
      return found.results.map((row) => ({
        id: row.id,
        label: row.name,
        note: row.code,
        to: `/customers/${row.id}`,
      }));
    },
  },
  {
    label: msg`Products`,
    needs: "product.view",
    load: async (search, signal) => {
      const query = { search, page_size: FEW };
      const found = await answer(desk.GET("/api/products/", { params: { query }, signal }));
      return found.results.map((row) => ({ id: row.id, label: row.name, note: row.sku, to: `/products/${row.id}` }));
    },
  },
  {
    label: msg`Suppliers`,
    needs: "supplier.view",
    load: async (search, signal) => {
      const query = { search, page_size: FEW };
      const found = await answer(desk.GET("/api/suppliers/", { params: { query }, signal }));
      return found.results.map((row) => ({ id: row.id, label: row.name, note: row.code, to: `/suppliers/${row.id}` }));
    },
  },
  {
    label: msg`Sales`,
    needs: "sale.view",
    isNumbered: true,
    load: async (text, signal) => {
      const query = { receipt_number: text.toUpperCase(), page_size: FEW };
      const found = await answer(desk.GET("/api/sales/", { params: { query }, signal }));
      return found.results.map((row) => ({
        id: row.id,
        label: row.receipt_number ?? "",
        note: row.business_date,
        to: `/sales/${row.id}`,
      }));
    },
  },
  ...DOCUMENTS.map(
    ([label, needs, place, path]): Source => ({
      label,
      needs,
      isNumbered: true,
      load: async (text, signal) => {
        const asked = desk.GET(path as "/api/purchase-orders/", {
          ...numbered({ number: text.toUpperCase() }),
          signal,
        });
        const found = await answer(asked);
        return found.results.map((row) => ({ id: row.id, label: row.number, to: `${place}/${row.id}` }));
      },
    }),
  ),
];

/** The pages whose name holds `text`, in the reader's language. */
export function pagesNamed(text: string, i18n: I18n, allowed: (place: Place) => boolean): Hit[] {
  const wanted = text.toLocaleLowerCase();
  const hits = AREAS.filter(allowed).flatMap((area) => {
    const places = area.places.filter(allowed).map((place) => ({ place, note: i18n._(area.label) }));
    return [{ place: area as Place, note: undefined }, ...places];
  });
  const seen = new Set<string>();
  return hits
    .map(({ place, note }) => ({ id: place.to, label: i18n._(place.label), note, to: place.to }))
    .filter((hit) => hit.label.toLocaleLowerCase().includes(wanted) && !seen.has(hit.to) && seen.add(hit.to))
    .slice(0, FEW);
}
