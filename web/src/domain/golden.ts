/** The golden vectors that the server's rules made, read for tests: see tests/golden of the server. */

import { readFileSync } from "node:fs";
import { type Decimal, decimal } from "./decimal";
import { type PromotionRow, termsOf } from "./facts";
import type { Label, PromotionTerms, WaterfallStep } from "./priceTypes";
import { shown } from "./quantities";
import { Refusal } from "./refusal";

const PLACE = new URL("../../../tests/golden/", import.meta.url);

export interface RefusalCase {
  code: string;
  data: Record<string, unknown>;
}

/** The cases of a file. */
export function golden<Case>(name: string): Case {
  return JSON.parse(readFileSync(new URL(`${name}.json`, PLACE), "utf-8")) as Case;
}

/** What `act` answers, or its refusal as the vectors write it. */
export function answered<T>(act: () => T): { value: T } | { refusal: RefusalCase } {
  try {
    return { value: act() };
  } catch (error) {
    if (error instanceof Refusal) return { refusal: { code: error.code, data: { ...error.data } } };
    throw error;
  }
}

export function figures(values: readonly Decimal[]): string[] {
  return values.map(String);
}

export function optional(value: string | null): Decimal | null {
  return value === null ? null : decimal(value);
}

/** A promotion of which the vectors leave out what is as in any other. */
export function promotion(
  row: Partial<PromotionRow> & Pick<PromotionRow, "id" | "name" | "kind" | "value">,
): PromotionTerms {
  return termsOf({ ...ANY_PROMOTION, ...row });
}

export const ANY_PROMOTION: Omit<PromotionRow, "id" | "name" | "kind" | "value"> = {
  includes_tax: false,
  sale_type: "",
  starts_at: "0001-01-01T00:00:00+00:00",
  ends_at: null,
  weekdays: [],
  hours_from: null,
  hours_until: null,
  min_quantity: "0",
  priority: 0,
  locations: [],
  price_groups: [],
  products: [],
  groups: [],
  reward_products: [],
  reward_groups: [],
  set_quantity: 0,
  get_quantity: 0,
  min_amount: "0",
  max_times: null,
  combines: false,
  needs_coupon: false,
  is_limited: false,
};

/** A step of a waterfall as the server keeps it, with its label in the server's words. */
export function stepDocument(step: WaterfallStep): Record<string, unknown> {
  return {
    source: step.source,
    price: String(step.price),
    given: String(step.given),
    includes_tax: step.includesTax,
    chosen: step.chosen,
    reason: step.reason,
    difference: String(step.difference),
    reference: step.reference,
    label: inWords(step.label),
    ...(step.floor && { floor: String(step.floor) }),
    ...(step.needs && { needs: step.needs }),
  };
}

function inWords(label: Label): string {
  const group = label.group === undefined ? "" : ` for ${label.group}`;
  const less = label.less === undefined ? "" : `, less ${label.less} %`;
  return `${named(label)}${group}${less}`;
}

function named({ of, here, name, from, packages }: Label): string {
  if (of === "PRODUCT" || of === "PACKAGING") return `Price of the ${of.toLowerCase()}${here ? " here" : ""}`;
  if (of === "LIST") return `Price list ${name}`;
  if (of === "GROUP") return `Price for ${name}`;
  if (of === "STEP") return `Step price from ${shown(decimal(from ?? 0))}${packages ? " packages" : ""}`;
  if (of === "PROMOTION") return `Promotion ${name}`;
  return of === "FALLBACK" ? "Cost plus markup" : (name ?? "");
}
