/** The golden vectors of whole carts, as facts of a till: for tests. */
import { PromotionBook } from "./books";
import type {
  CreditRow,
  CustomerRow,
  PriceGroupRow,
  PriceListRow,
  PricesRow,
  ProductRow,
  PromotionRow,
  SettingsRow,
  TaxRow,
  TillFacts,
  UnitRow,
} from "./facts";
import { golden, promotion, type RefusalCase } from "./golden";
import type { CartLine } from "./lines";
import type { SaleType, ShownCoupon } from "./priceTypes";

export interface CartCase {
  at: string;
  lines: CartLine[];
  sale_type: SaleType;
  customer: CustomerRow | null;
  site: string | null;
  discount_percentage: string;
  discount_amount: string;
  coupons: ShownCoupon[];
  credit: CreditRow | null;
  tenders: [string, string][];
  answer?: unknown;
  refusal?: RefusalCase;
}
export interface ShopCase {
  settings: SettingsRow;
  price_groups: PriceGroupRow[];
  taxes: TaxRow[];
  units: UnitRow[];
  products: ProductRow[];
  price_lists: PriceListRow[];
  prices: PricesRow[];
  promotions: PromotionRow[];
  spent: string[];
  carts: CartCase[];
}

export const shops = golden<ShopCase[]>("carts");

export function byId<Row extends { id: string }>(rows: Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [row.id, row]));
}

export function factsOf(shop: ShopCase): TillFacts {
  return {
    settings: shop.settings,
    products: byId(shop.products),
    prices: new Map(shop.prices.map((row) => [row.product, row])),
    priceLists: byId(shop.price_lists),
    taxes: byId(shop.taxes),
    units: byId(shop.units),
    priceGroups: byId(shop.price_groups),
    book: new PromotionBook(
      shop.promotions.map((row) => promotion(row)),
      new Set(shop.spent),
    ),
  };
}
