/** What is priced from, in memory: all that is small, and the products that were met since the till was opened. */
import { PromotionBook } from "@/domain/books";
import { decimal } from "@/domain/decimal";
import type {
  PriceGroupRow,
  PriceListRow,
  PricesRow,
  PromotionRow,
  SettingsRow,
  TaxRow,
  TillFacts,
  UnitRow,
} from "@/domain/facts";
import { termsOf } from "@/domain/facts";
import { type CatalogProduct, catalog, type HeldRow, whole } from "./catalog";
import type { Operator } from "./identity";

export interface Shop extends SettingsRow {
  business: SettingsRow["business"] & {
    name: string;
    tax_number: string;
    address: string;
    receipt_footer: string;
    notes: string[];
    coins: string[];
    reservation_minutes: number;
    requires_shift: boolean;
    /** Whether there is a loyalty program, now or later on. */
    takes_points: boolean;
    country: string;
  };
  storefront: SettingsRow["storefront"] & { code: string; name: string; address: string; phone: string };
  terminal: { id: string; code: string; name: string } | null;
  server_time: string;
}

export interface Memory extends TillFacts {
  settings: Shop;
  products: Map<string, CatalogProduct>;
  prices: Map<string, PricesRow>;
  unitCodes: Map<string, string>;
  held: readonly HeldRow[];
}

const byId = <T extends { id: string }>(rows: readonly T[] | undefined) =>
  new Map((rows ?? []).map((row) => [row.id, row]));

/**
 * All that is small, from what the feed brought; null before it did. `operator` is who sells now; `before` has products and prices
 * that have not changed.
 */
export async function remembered(operator: Operator, before?: Memory): Promise<Memory | null> {
  const start = await whole<Shop>("start");
  if (!start) return null;
  const [units, taxes, groups, lists, promotions, spent, held] = await Promise.all([
    whole<(UnitRow & { code: string })[]>("units"),
    whole<TaxRow[]>("taxes"),
    whole<PriceGroupRow[]>("price_groups"),
    whole<PriceListRow[]>("price_lists"),
    whole<PromotionRow[]>("promotions"),
    whole<string[]>("spent"),
    whole<HeldRow[]>("held"),
  ]);
  const inOrder = [...(promotions ?? [])].sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    settings: { ...start, operator },
    products: before?.products ?? new Map(),
    prices: before?.prices ?? new Map(),
    priceLists: byId(lists),
    taxes: byId(taxes),
    units: byId(units),
    unitCodes: new Map((units ?? []).map((unit) => [unit.id, unit.code])),
    priceGroups: byId(groups),
    book: new PromotionBook(inOrder.map(termsOf), new Set(spent ?? [])),
    held: held ?? [],
  };
}

/** Bring these products and their prices into memory; those that are there stay as they are. */
export async function meet(memory: Memory, ids: readonly string[]): Promise<void> {
  const missing = ids.filter((id) => !memory.products.has(id));
  if (!missing.length) return;
  const [products, prices] = await Promise.all([catalog.products.bulkGet(missing), catalog.prices.bulkGet(missing)]);
  for (const product of products) if (product) memory.products.set(product.id, product);
  for (const row of prices) if (row) memory.prices.set(row.product, row);
}

/** How much of a product may be sold here, less what carts other than `sale` hold; undefined where stock is not told. */
export async function availableHere(
  memory: Memory,
  product: string,
  sale: string | null,
  now: number,
): Promise<string | undefined> {
  const row = await catalog.stock.get(product);
  if (!row) return undefined;
  const held = memory.held.filter(
    (one) => one.product === product && one.sale !== sale && new Date(one.until).getTime() > now,
  );
  return held.reduce((left, one) => left.minus(decimal(one.quantity)), decimal(row.sellable)).toString();
}
