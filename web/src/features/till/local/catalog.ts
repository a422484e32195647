/**
 * What the till keeps of the shop: catalog, prices, customers, stock. It can be thrown away and loaded anew at any time; what
 * must not be lost is in vault.ts.
 */
import Dexie, { type Table } from "dexie";
import type { CreditRow, CustomerRow, PricesRow, ProductRow } from "@/domain/facts";
import { CATALOG } from "./stores";

export interface CatalogProduct extends ProductRow {
  kind: string;
  brand: string | null;
  plu: string;
  tracks_stock: boolean;
  tracks_serials: boolean;
  keeps_expiry: boolean;
  warranty_days: number;
  picture?: string | null;
  barcodes: readonly { code: string; packaging: string | null }[];
  /** What a scanner or a person may enter for exactly this product: barcodes, `plu:` and `sku:` with theirs. */
  codes: readonly string[];
}

export interface CatalogCustomer extends CustomerRow {
  code: string;
  name: string;
  search: string;
  phone_end: string;
  tax_number: string;
  city: string;
  type: string;
  customer_type: string;
  category: string;
}

export interface StockRow {
  product: string;
  sellable: string;
  expiring: readonly (readonly [string, string])[];
}

export interface HeldRow {
  product: string;
  sale: string;
  quantity: string;
  until: string;
}

class Catalog extends Dexie {
  declare products: Table<CatalogProduct, string>;
  declare prices: Table<PricesRow, string>;
  declare customers: Table<CatalogCustomer, string>;
  declare credit: Table<CreditRow, string>;
  declare stock: Table<StockRow, string>;
  /** Kinds of few rows, each as a whole, and single values such as the cursor. */
  declare wholes: Table<{ kind: string; rows: unknown }, string>;

  constructor() {
    super(CATALOG);
    this.version(1).stores({
      products: "id, *codes",
      prices: "product",
      customers: "id, code",
      credit: "customer",
      stock: "product",
      wholes: "kind",
    });
  }
}

export const catalog = new Catalog();

export async function whole<T>(kind: string): Promise<T | undefined> {
  return (await catalog.wholes.get(kind))?.rows as T | undefined;
}
