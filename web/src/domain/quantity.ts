/**
 * What is typed at a till: quantities, amounts, prices and percentages. A comma and a point are both a decimal mark; groups of
 * three digits may be kept apart by either of them, or by spaces and apostrophes.
 */

import { type Decimal, decimal, HUNDRED } from "./decimal";
import { AMOUNT_LIMIT, type Currency, PRICE_LIMIT, PRICE_PLACES } from "./money";
import { hasAtMostPlaces, QUANTITY_LIMIT, QUANTITY_PLACES } from "./quantities";

export type TypedProblem = "EMPTY" | "NOT_A_NUMBER" | "TOO_PRECISE" | "TOO_LARGE" | "NOT_POSITIVE";

/** What was typed, or why it is nothing. `places`: how many decimals there may be, where that is the problem. */
export type Typed = { value: Decimal; problem: null } | { value: null; problem: TypedProblem; places?: number };

const SPACES = /[\s'\u2019\u00a0\u202f]/g;
const PLAIN = /^\d*(?:[.,]\d*)?$/;
const GROUPED = /^\d{1,3}(?:\.\d{3})+(?:,\d*)?$|^\d{1,3}(?:,\d{3})+(?:\.\d*)?$/;
const PERCENT_PLACES = 4;

/** A quantity above 0, in packages or in base units of a unit with so many decimals. */
export function typedQuantity(
  text: string,
  { decimals, inPackages = false }: { decimals: number; inPackages?: boolean },
): Typed {
  const places = inPackages && decimals ? QUANTITY_PLACES : decimals;
  return bound(typedNumber(text), { places, below: QUANTITY_LIMIT, positive: true });
}

/** An amount of money, such as a tender. */
export function typedAmount(text: string, currency: Currency): Typed {
  return bound(typedNumber(text), { places: currency.decimals, below: AMOUNT_LIMIT, positive: false });
}

/** A unit price: six places whatever the currency. */
export function typedPrice(text: string): Typed {
  return bound(typedNumber(text), { places: PRICE_PLACES, below: PRICE_LIMIT, positive: false });
}

/** A percentage from 0 to 100; a % sign behind it is no mistake. */
export function typedPercent(text: string): Typed {
  const found = bound(typedNumber(text.replace(/\s*%\s*$/, "")), {
    places: PERCENT_PLACES,
    below: AMOUNT_LIMIT,
    positive: false,
  });
  return found.value?.isAbove(HUNDRED) ? { value: null, problem: "TOO_LARGE" } : found;
}

/** Any number of at least 0 as people type it. */
export function typedNumber(text: string): Typed {
  const trimmed = text.trim().replace(SPACES, "");
  if (trimmed === "") return { value: null, problem: "EMPTY" };
  if (!PLAIN.test(trimmed) && !GROUPED.test(trimmed)) return { value: null, problem: "NOT_A_NUMBER" };
  const mark = Math.max(trimmed.lastIndexOf("."), trimmed.lastIndexOf(","));
  const isGrouping = mark >= 0 && !PLAIN.test(trimmed) && countOf(trimmed, trimmed.charAt(mark)) > 1;
  const [whole, fraction] = mark < 0 || isGrouping ? [trimmed, ""] : [trimmed.slice(0, mark), trimmed.slice(mark + 1)];
  const figures = whole.replace(/[.,]/g, "");
  if (figures === "" && fraction === "") return { value: null, problem: "NOT_A_NUMBER" };
  return { value: decimal(fraction ? `${figures || "0"}.${fraction}` : figures), problem: null };
}

function bound(
  typed: Typed,
  { places, below, positive }: { places: number; below: Decimal; positive: boolean },
): Typed {
  if (typed.problem !== null) return typed;
  if (!typed.value.isBelow(below)) return { value: null, problem: "TOO_LARGE" };
  if (!hasAtMostPlaces(typed.value, places)) return { value: null, problem: "TOO_PRECISE", places };
  return positive && !typed.value.isPositive ? { value: null, problem: "NOT_POSITIVE" } : typed;
}

function countOf(text: string, mark: string): number {
  return text.split(mark).length - 1;
}
