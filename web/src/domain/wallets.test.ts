import { expect, test } from "vitest";
import { decimal } from "./decimal";
import { type PointsTerms, pointsFor, readCard, spendable } from "./wallets";

const EUR = { code: "EUR", decimals: 2 };
const terms = (more: Partial<PointsTerms> = {}): PointsTerms => ({
  point_value: "0.01",
  min_points: 0,
  max_share: "100",
  is_active: true,
  ...more,
});
const paid = (points: number, rest: string, more: Partial<PointsTerms> = {}, total = rest) => {
  const { points: spent, amount } = spendable(points, decimal(rest), decimal(total), terms(more), EUR);
  return [Number(spent), amount.toString()];
};
/** By wallet/rules/codes.py. */
const CODE = "0123456789ABCDEFGHJY";

test("a code is read whatever stands between its groups, and signs that are taken for others are put right", () => {
  expect(readCard(CODE)).toBe(CODE);
  expect(readCard(` ${CODE.toLowerCase().replace(/(.{4})/g, "$1-")}`.replace(/-$/, ""))).toBe(CODE);
  expect(readCard(CODE.replaceAll("0", "o").replaceAll("1", "i"))).toBe(CODE);
});

test("what is mistyped, or no code of a card, is none", () => {
  const other = CODE.startsWith("7") ? "8" : "7";
  expect(readCard(other + CODE.slice(1))).toBeNull();
  expect(readCard(CODE.slice(1))).toBeNull();
  expect(readCard("3800000000010")).toBeNull();
  expect(readCard(`U${CODE.slice(1)}`)).toBeNull();
});

test("points pay as far as they go: what is left to pay, the share of the sale, whole cents", () => {
  expect(paid(5000, "20.00")).toEqual([2000, "20.00"]);
  expect(paid(700, "20.00")).toEqual([700, "7.00"]);
  expect(paid(5000, "40.00", { max_share: "50" })).toEqual([2000, "20.00"]);
  expect(paid(5000, "9.99", { point_value: "0.02" })).toEqual([499, "9.98"]);
  expect(paid(203, "9.99", { point_value: "0.005" })).toEqual([202, "1.01"]);
  expect(paid(5000, "5.00", {}, "40.00")).toEqual([500, "5.00"]);
});

test("too few points, or none that count, pay nothing", () => {
  expect(paid(99, "20.00", { min_points: 100 })).toEqual([0, "0"]);
  expect(paid(5000, "0.50", { min_points: 100 })).toEqual([0, "0"]);
  expect(paid(5000, "20.00", { is_active: false })).toEqual([0, "0"]);
  expect(paid(0, "20.00")).toEqual([0, "0"]);
});

test("an amount is so many points, or not what whole ones are worth", () => {
  expect(pointsFor(decimal("5.02"), terms({ point_value: "0.02" }))).toBe(251n);
  expect(pointsFor(decimal("5.01"), terms({ point_value: "0.02" }))).toBeNull();
  expect(pointsFor(decimal("1.01"), terms({ point_value: "0.005" }))).toBe(202n);
});
