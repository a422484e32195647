/**
 * From what was asked and what is known of a product to a line with its price, or a refusal that names the line.
 *
 * Twins: sales/rules/lines.py, and for the rows in force pricing/sql.py `prices_at` and the tax rate of sales/sql/read.py.
 */

import type { Offers } from "./books";
import { candidatesOf } from "./candidates";
import { type Decimal, decimal, ZERO } from "./decimal";
import type { BasePriceRow, PackagingRow, PricesRow, ProductRow, TillFacts } from "./facts";
import { isWithin, micros } from "./instants";
import { PRICE_LIMIT } from "./money";
import {
  BELOW_FLOOR,
  type Buyer,
  type ListedRow,
  type PriceDecision,
  type PriceRow,
  type PriceRows,
  type PriceSource,
  type SaleType,
  type Sold,
  type WaterfallStep,
} from "./priceTypes";
import { choosePrice, overridePrice, type PriceTerms } from "./pricing";
import { hasAtMostPlaces, perSold, QUANTITY_LIMIT, QUANTITY_PLACES, shown, toBaseQuantity } from "./quantities";
import { type Figures, Refusal } from "./refusal";

const SELLABLE = new Set(["ACTIVE", "PHASE_OUT"]);
export const PRICE_OVERRIDE = "price.override";
export const PRICE_BELOW_FLOOR = "price.below_floor";

/** A line to sell. `unit_price` by hand needs the right to; null or left out: what is found. */
export interface CartLine {
  id: string;
  product: string;
  packaging?: string | null;
  quantity: string;
  unit_price?: string | null;
  discount_percentage?: string;
  discount_amount?: string;
}

/** What all lines of a cart have in common: the occasion with its promotions, the buyer, the day of the tax rates. */
export interface LineContext {
  facts: TillFacts;
  offers: Offers;
  buyer: Buyer;
  isTaxExempt: boolean;
  saleType: SaleType;
  day: string;
  /** Whether a price by hand is taken from who may not set it; its waterfall then tells what is needed. */
  forApproval: boolean;
}

/** A line that has its price. `number` counts from 1; `quantity` in packages where a packaging is set. */
export interface PricedLine {
  id: string;
  number: number;
  product: ProductRow;
  packaging: PackagingRow | null;
  quantity: Decimal;
  baseQty: Decimal;
  listPrice: Decimal;
  unitPrice: Decimal;
  priceSource: PriceSource;
  isByHand: boolean;
  discountPercentage: Decimal;
  discountFixed: Decimal;
  taxCode: string;
  taxRate: Decimal;
  waterfall: readonly WaterfallStep[];
  flags: readonly string[];
}

/**
 * The line number `number` (from 1) with quantity, price and waterfall.
 *
 * Refuses: PRODUCT_NOT_FOUND, PACKAGING_NOT_FOUND, PRODUCT_NOT_SELLABLE, QUANTITY_NOT_POSITIVE, QUANTITY_TOO_PRECISE,
 * AMOUNT_TOO_LARGE, NO_PRICE, PRICE_OVERRIDE_NOT_ALLOWED; all with `line` in their data.
 */
export function pricedLine(context: LineContext, line: CartLine, number: number): PricedLine {
  const { facts, saleType } = context;
  const product = facts.products.get(line.product);
  if (!product) throw refused("PRODUCT_NOT_FOUND", number);
  const packaging = product.packagings.find((each) => each.id === line.packaging) ?? null;
  if (line.packaging && !packaging) throw refused("PACKAGING_NOT_FOUND", number);
  if (!SELLABLE.has(product.life_cycle)) {
    throw refused("PRODUCT_NOT_SELLABLE", number, { life_cycle: product.life_cycle });
  }
  const [factorNum, factorDen] = [packaging?.factor_num ?? 1, packaging?.factor_den ?? 1];
  const quantity = decimal(line.quantity);
  const decimals = facts.units.get(product.unit)?.decimals ?? 0;
  const baseQty = baseQuantity(quantity, factorNum, factorDen, packaging ? packagedPlaces(decimals) : decimals, number);
  const sold: Sold = { quantity, baseQty, factorNum, factorDen, saleType };
  const tax = taxOf(facts, product, context.day);
  const taxRate = context.isTaxExempt ? ZERO : tax.rate;
  const isByHand = line.unit_price !== undefined && line.unit_price !== null;
  const found = priceFound(context, product, packaging, sold, taxRate, number);
  const decision = isByHand
    ? byHand(context, decimal(line.unit_price ?? 0), product, sold, taxRate, found, number)
    : found;
  if (!decision) throw refused("NO_PRICE", number);
  return {
    id: line.id,
    number,
    product,
    packaging,
    quantity,
    baseQty,
    listPrice: decision.listPrice,
    unitPrice: decision.unitPrice,
    priceSource: decision.source,
    isByHand,
    discountPercentage: decimal(line.discount_percentage ?? 0),
    discountFixed: decimal(line.discount_amount ?? 0),
    taxCode: tax.code,
    taxRate,
    waterfall: decision.waterfall,
    flags: decision.flags,
  };
}

/**
 * The price of one sold unit for the context's customer, or null where the product has none here.
 *
 * Refuses: AMOUNT_TOO_LARGE for a price that no column can hold.
 */
export function priceFound(
  context: LineContext,
  product: ProductRow,
  packaging: PackagingRow | null,
  sold: Sold,
  taxRate: Decimal,
  number: number,
): PriceDecision | null {
  const candidates = candidatesOf(rowsOf(context, product, packaging), context.buyer, sold);
  if (candidates.some((candidate) => !candidate.price.isBelow(PRICE_LIMIT))) throw refused("AMOUNT_TOO_LARGE", number);
  return choosePrice(
    candidates,
    context.facts.settings.business.price_policy,
    termsFor(context, product, sold, taxRate),
  );
}

/** The rows that are in force for the occasion, the latest of each kind. */
export function rowsOf(context: LineContext, product: ProductRow, packaging: PackagingRow | null): PriceRows {
  const { facts, offers } = context;
  const { at, priceGroup } = offers.occasion;
  const rows = facts.prices.get(product.id);
  const named = <Row extends { packaging: string | null }>(of: readonly Row[] | undefined): Row[] =>
    of?.filter((row) => row.packaging === null || row.packaging === packaging?.id) ?? [];
  const ofGroup = named(rows?.group).filter((row) => row.price_group === priceGroup);
  return {
    base: latest(named(rows?.base), at).map(priceRow),
    group: latest(ofGroup, at).map(priceRow),
    step: latest(named(rows?.step), at, (row) => row.min_quantity).map((row) => ({
      ...priceRow(row),
      from: decimal(row.min_quantity),
    })),
    promotion: offers.ofLine(product.id, product.group),
    listed: listedRows(facts, named(rows?.listed), at),
    fallback: rows?.fallback ? decimal(rows.fallback) : null,
  };
}

/** Code and rate of a product's tax on a day; none where it has no category, or this no rate yet. */
export function taxOf(facts: TillFacts, product: ProductRow, day: string): { code: string; rate: Decimal } {
  const rates = product.tax_category ? facts.taxes.get(product.tax_category)?.rates : undefined;
  const found = rates?.find((rate) => rate.valid_from <= day);
  return found ? { code: found.code, rate: decimal(found.rate) } : { code: "", rate: ZERO };
}

/** A unit's decimals as they bound a quantity in packages. */
function packagedPlaces(decimals: number): number {
  return decimals ? QUANTITY_PLACES : 0;
}

function baseQuantity(quantity: Decimal, num: number, den: number, places: number, number: number): Decimal {
  const asked = shown(quantity);
  if (!quantity.isPositive) throw refused("QUANTITY_NOT_POSITIVE", number, { quantity: asked });
  const base = toBaseQuantity(quantity, num, den);
  if (base && !base.isBelow(QUANTITY_LIMIT)) throw refused("AMOUNT_TOO_LARGE", number, { quantity: asked });
  if (!base || !hasAtMostPlaces(base, places)) throw refused("QUANTITY_TOO_PRECISE", number, { quantity: asked });
  return base;
}

function byHand(
  context: LineContext,
  unitPrice: Decimal,
  product: ProductRow,
  sold: Sold,
  taxRate: Decimal,
  found: PriceDecision | null,
  number: number,
): PriceDecision {
  const { user } = context.facts.settings.operator;
  const [maySet, mayGoBelow] = [can(context, PRICE_OVERRIDE), can(context, PRICE_BELOW_FLOOR)];
  if (!maySet && !context.forApproval) throw refused("PRICE_OVERRIDE_NOT_ALLOWED", number);
  const terms = termsFor(context, product, sold, taxRate);
  terms.mayGoBelowFloor = mayGoBelow || context.forApproval;
  const decision = overridePrice(found, unitPrice, terms, user);
  const [top] = decision.waterfall;
  if (top && decision.flags.includes(BELOW_FLOOR) && !mayGoBelow) top.needs = PRICE_BELOW_FLOOR;
  else if (top && !maySet) top.needs = PRICE_OVERRIDE;
  return decision;
}

function termsFor(context: LineContext, product: ProductRow, sold: Sold, taxRate: Decimal): PriceTerms {
  const { prices_include_tax } = context.facts.settings.business;
  const floor = product.floor_price;
  return {
    pricesIncludeTax: prices_include_tax,
    taxRate,
    floorPrice: floor === null ? null : perSold(decimal(floor), sold.factorNum, sold.factorDen),
    floorIncludesTax: prices_include_tax,
    mayGoBelowFloor: can(context, PRICE_BELOW_FLOOR),
  };
}

function can(context: LineContext, capability: string): boolean {
  return context.facts.settings.operator.capabilities.includes(capability);
}

/** The latest row in force of each packaging and place, and `ofEach` other figure. */
function latest<Row extends BasePriceRow>(rows: readonly Row[], at: number, ofEach?: (row: Row) => string): Row[] {
  const found = new Map<string, Row>();
  for (const row of rows) {
    if (!isWithin(at, row.valid_from, row.valid_until)) continue;
    const key = `${row.packaging} ${row.here} ${ofEach?.(row) ?? ""}`;
    const other = found.get(key);
    if (!other || micros(row.valid_from) > micros(other.valid_from)) found.set(key, row);
  }
  return [...found.values()];
}

function priceRow(row: BasePriceRow): PriceRow {
  return {
    ofPackaging: row.packaging !== null,
    ofLocation: row.here,
    price: decimal(row.price),
    includesTax: row.includes_tax,
    reference: row.id,
  };
}

function listedRows(facts: TillFacts, rows: PricesRow["listed"], at: number): ListedRow[] {
  const found: ListedRow[] = [];
  for (const row of rows) {
    const list = facts.priceLists.get(row.price_list);
    if (!list || !isWithin(at, list.valid_from, list.valid_until)) continue;
    found.push({
      ofPackaging: row.packaging !== null,
      saleType: list.sale_type,
      since: micros(list.valid_from),
      price: decimal(row.price),
      includesTax: list.includes_tax,
      reference: row.id,
      name: list.name,
    });
  }
  return found;
}

function refused(code: string, line: number, figures: Figures = {}): Refusal {
  return new Refusal(code, { line, ...figures });
}
