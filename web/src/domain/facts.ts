/**
 * What a till keeps locally and prices from: rows as the till's feed carries them, with the feed's names. Decimals are strings,
 * instants ISO 8601 text, days YYYY-MM-DD. See docs/algorithms/till-feed.md and docs/algorithms/till-rules.md.
 */

import type { PromotionBook } from "./books";
import { decimal } from "./decimal";
import type { PricePolicy, PromotionKind, PromotionTerms, SaleType } from "./priceTypes";

export interface BusinessRow {
  id: string;
  currency: string;
  currency_decimals: number;
  prices_include_tax: boolean;
  price_policy: PricePolicy;
  cash_rounding_step: string;
  credit_grace_days: number;
}

export interface StorefrontRow {
  id: string;
  timezone: string;
  day_starts_at: string;
}

export interface OperatorRow {
  user: string;
  capabilities: readonly string[];
  max_discount: string;
}

export interface SettingsRow {
  business: BusinessRow;
  storefront: StorefrontRow;
  operator: OperatorRow;
}

export interface PackagingRow {
  id: string;
  name: string;
  factor_num: number;
  factor_den: number;
}

export interface ProductRow {
  id: string;
  sku: string;
  name: string;
  life_cycle: string;
  unit: string;
  tax_category: string | null;
  group: string | null;
  floor_price: string | null;
  packagings: readonly PackagingRow[];
}

/** A base price. `here`: of this storefront alone; `packaging` null: of a base unit. */
export interface BasePriceRow {
  id: string;
  packaging: string | null;
  here: boolean;
  price: string;
  includes_tax: boolean;
  valid_from: string;
  valid_until: string | null;
}

export interface GroupPriceRow extends BasePriceRow {
  price_group: string;
}

/** `min_quantity` in base units, or packages for one of a packaging. */
export interface StepPriceRow extends BasePriceRow {
  min_quantity: string;
}

export interface ListedPriceRow {
  id: string;
  price_list: string;
  packaging: string | null;
  price: string;
}

/** All rows of a product that may apply from now on. `fallback`: out of its cost, for a base unit, before tax. */
export interface PricesRow {
  product: string;
  base: readonly BasePriceRow[];
  group: readonly GroupPriceRow[];
  step: readonly StepPriceRow[];
  listed: readonly ListedPriceRow[];
  fallback: string | null;
}

export interface PriceListRow {
  id: string;
  name: string;
  sale_type: SaleType | "";
  includes_tax: boolean;
  valid_from: string;
  valid_until: string | null;
}

/** `rates`: the storefront's own before those of all others, of each the newest first. */
export interface TaxRow {
  id: string;
  rates: readonly { code: string; rate: string; valid_from: string }[];
}

export interface UnitRow {
  id: string;
  decimals: number;
}

export interface PriceGroupRow {
  id: string;
  name: string;
  discount_percentage: string;
  is_active: boolean;
}

/** A promotion of this storefront. `locations` is left out where the rows are of one storefront anyway. */
export interface PromotionRow {
  id: string;
  name: string;
  kind: PromotionKind;
  value: string;
  includes_tax: boolean;
  sale_type: SaleType | "";
  starts_at: string;
  ends_at: string | null;
  weekdays: readonly number[];
  hours_from: string | null;
  hours_until: string | null;
  min_quantity: string;
  priority: number;
  locations?: readonly string[];
  price_groups: readonly string[];
  products: readonly string[];
  groups: readonly string[];
  reward_products: readonly string[];
  reward_groups: readonly string[];
  set_quantity: number;
  get_quantity: number;
  min_amount: string;
  max_times: number | null;
  combines: boolean;
  needs_coupon: boolean;
  is_limited: boolean;
}

export interface CustomerRow {
  id: string;
  price_group: string | null;
  discount_percent: string;
  is_tax_exempt: boolean;
  sales_blocked: boolean;
  credit_blocked: boolean;
  credit_limit: string;
  credit_terms_days: number;
  sites: readonly { id: string; special_discount: string | null }[];
}

/** What a customer owes. `dues`: debts by the day on which they are due, and what is paid in advance, below 0. */
export interface CreditRow {
  customer: string;
  owed: string;
  dues: readonly (readonly [string | null, string])[];
}

/** All that carts at one till are priced from. What a cart names has to be in memory; nothing is read while pricing. */
export interface TillFacts {
  settings: SettingsRow;
  products: ReadonlyMap<string, ProductRow>;
  prices: ReadonlyMap<string, PricesRow>;
  priceLists: ReadonlyMap<string, PriceListRow>;
  taxes: ReadonlyMap<string, TaxRow>;
  units: ReadonlyMap<string, UnitRow>;
  priceGroups: ReadonlyMap<string, PriceGroupRow>;
  book: PromotionBook;
}

/** A promotion as it is applied, of its row. Twin: pricing/selectors/books.py `terms_of`. */
export function termsOf(row: PromotionRow): PromotionTerms {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    value: decimal(row.value),
    includesTax: row.includes_tax,
    saleType: row.sale_type,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    weekdays: new Set(row.weekdays),
    hoursFrom: row.hours_from,
    hoursUntil: row.hours_until,
    minQuantity: decimal(row.min_quantity),
    priority: row.priority,
    locations: new Set(row.locations),
    priceGroups: new Set(row.price_groups),
    products: new Set(row.products),
    groups: new Set(row.groups),
    rewardProducts: new Set(row.reward_products),
    rewardGroups: new Set(row.reward_groups),
    setQuantity: row.set_quantity,
    getQuantity: row.get_quantity,
    minAmount: decimal(row.min_amount),
    maxTimes: row.max_times,
    combines: row.combines,
    needsCoupon: row.needs_coupon,
    isLimited: row.is_limited,
  };
}
