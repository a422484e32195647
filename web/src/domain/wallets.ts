/**
 * What a wallet pays of a sale: codes of cards, and points as far as they go.
 *
 * Twins: wallet/rules/codes.py, wallet/rules/points.py; docs/algorithms/wallet.md.
 */
import { type Decimal, decimal, HUNDRED, min, ZERO } from "./decimal";
import { type Currency, roundMoney } from "./money";

export const FROM_A_WALLET: readonly string[] = ["GIFT_CARD", "STORE_CREDIT", "LOYALTY"];

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 20;
const TAKEN_FOR: Readonly<Record<string, string>> = { I: "1", L: "1", O: "0" };

/** The code of a card, as it was typed or scanned; null for what can't be one. */
export function readCard(text: string): string | null {
  const code = text
    .toUpperCase()
    .replace(/[\s-]/g, "")
    .replace(/[ILO]/g, (sign) => TAKEN_FOR[sign] ?? sign);
  if (code.length !== LENGTH || [...code].some((sign) => !ALPHABET.includes(sign))) return null;
  return checksum(code) === 1 ? code : null;
}

/** By ISO 7064 (mod 33, 32). */
function checksum(code: string): number {
  const size = ALPHABET.length;
  let check = size / 2;
  for (const sign of code) check = ((((check || size) * 2) % (size + 1)) + ALPHABET.indexOf(sign)) % size;
  return check;
}

export interface PointsTerms {
  point_value: string;
  min_points: number;
  /** Of a sale, in percent. */
  max_share: string;
  is_active: boolean;
}

/** Points that may be spent on a sale, and what they pay; none where there are too few. */
export interface Spendable {
  points: bigint;
  amount: Decimal;
}

export const NO_POINTS: Spendable = { points: 0n, amount: ZERO };

/** As many of `points` as pay at most `rest` of a sale of `total`, in whole points that are an amount of the currency. */
export function spendable(
  points: number,
  rest: Decimal,
  total: Decimal,
  terms: PointsTerms,
  currency: Currency,
): Spendable {
  const value = decimal(terms.point_value);
  if (!terms.is_active || !value.isPositive) return NO_POINTS;
  const cap = min(rest, total.times(decimal(terms.max_share)).over(HUNDRED));
  const places = Math.max(value.placesNeeded, cap.placesNeeded, currency.decimals);
  const affordable = cap.inUnits(places, "FLOOR") / value.inUnits(places);
  const most = affordable < BigInt(points) ? affordable : BigInt(points);
  const step = wholeStep(value, currency);
  const spent = (most / step) * step;
  if (spent <= 0n || spent < BigInt(terms.min_points)) return NO_POINTS;
  return { points: spent, amount: roundMoney(value.times(decimal(spent)), currency) };
}

/** How many points an amount takes; null where it is not what a whole number of them is worth. */
export function pointsFor(amount: Decimal, { point_value }: PointsTerms): bigint | null {
  const value = decimal(point_value);
  const places = Math.max(value.placesNeeded, amount.placesNeeded);
  const [asked, one] = [amount.inUnits(places), value.inUnits(places)];
  return one > 0n && asked % one === 0n ? asked / one : null;
}

/** The fewest points that are an amount of the currency: 2 of 0.005 each where there are cents. */
function wholeStep(value: Decimal, currency: Currency): bigint {
  const excess = value.placesNeeded - currency.decimals;
  if (excess <= 0) return 1n;
  const size = 10n ** BigInt(excess);
  return size / divisor(value.inUnits(value.placesNeeded), size);
}

function divisor(first: bigint, second: bigint): bigint {
  return second === 0n ? first : divisor(second, first % second);
}
