// @vitest-environment node
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Decimal, decimal, HUNDRED, type RoundingMode, sum } from "./decimal";
import { figures, golden } from "./golden";
import { type Currency, percentOf, roundMoney, roundOnto, roundPlaces, roundToStep, splitMoney } from "./money";
import { hasAtMostPlaces, shown, toBaseQuantity } from "./quantities";

type Texts = Record<string, string>;
interface MoneyVectors {
  round_money: { currency: Currency; exact: string; rounded: string }[];
  round_to_step: { currency: Currency; amount: string; step: string; rounded: string }[];
  round_onto: (Texts & { mode: RoundingMode })[];
  split_money: { currency: Currency; amount: string; weights: string[]; parts: string[] }[];
}
interface DecimalCase {
  a: string;
  b: string;
  plus: string;
  minus: string;
  times: string;
  over: string | null;
  over_and_times: string | null;
  compare: number;
  percent: string;
  rounded: string[];
}
interface QuantityVectors {
  shown: { quantity: string; shown: string; fits: boolean[] }[];
  to_base_quantity: { quantity: string; factor_num: number; factor_den: number; base: string | null }[];
}

const PLACES = [0, 1, 2, 3, 4, 5, 6];
const money = golden<MoneyVectors>("money");

describe("decimals", () => {
  it("are worked with as Python does, to the last digit and place", () => {
    const cases = golden<DecimalCase[]>("decimals");
    expect(cases.length).toBeGreaterThan(300);
    for (const found of cases) {
      const [a, b] = [decimal(found.a), decimal(found.b)];
      const over = b.isZero ? null : a.over(b);
      expect({
        a: found.a,
        b: found.b,
        plus: String(a.plus(b)),
        minus: String(a.minus(b)),
        times: String(a.times(b)),
        over: over && String(over),
        over_and_times: over && String(over.times(b)),
        compare: a.compare(b),
        percent: String(percentOf(a, b)),
        rounded: PLACES.map((places) => String(roundPlaces(a, places))),
      }).toEqual(found);
    }
  });

  it.each(["", "1,5", "1e3", " 1", "--1", "NaN", ".5", "5."])("are not read from %j", (text) => {
    expect(() => decimal(text)).toThrow(RangeError);
  });

  it("are not read from floats", () => {
    expect(() => decimal(0.1)).toThrow(RangeError);
    expect(String(decimal(-12))).toBe("-12");
    expect(() => decimal(1).over(decimal(0))).toThrow(RangeError);
  });

  it("never lose anything below 28 digits", () => {
    const amounts = fc
      .tuple(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), fc.integer({ min: 0, max: 6 }))
      .map(([units, places]) => decimal(units).over(decimal(10n ** BigInt(places))));
    fc.assert(
      fc.property(amounts, amounts, (a, b) => {
        expect(a.plus(b).minus(b).equals(a)).toBe(true);
        expect(decimal(String(a)).equals(a)).toBe(true);
        expect(a.times(b).equals(b.times(a))).toBe(true);
        expect(a.times(HUNDRED).over(HUNDRED).equals(a)).toBe(true);
      }),
    );
  });
});

describe("money", () => {
  it("is rounded half-up to the currency's decimals", () => {
    for (const { currency, exact, rounded } of money.round_money) {
      expect([exact, String(roundMoney(decimal(exact), currency))]).toEqual([exact, rounded]);
    }
  });

  it("that is paid in cash is a multiple of the smallest coin", () => {
    for (const { currency, amount, step, rounded } of money.round_to_step) {
      expect([amount, step, String(roundToStep(decimal(amount), decimal(step), currency))]).toEqual([
        amount,
        step,
        rounded,
      ]);
    }
  });

  it("is brought onto a grid of steps", () => {
    for (const found of money.round_onto) {
      const [step, start] = [decimal(found.step ?? ""), decimal(found.start ?? "")];
      const rounded = String(roundOnto(decimal(found.amount ?? ""), { step, start, rounding: found.mode }));
      expect({ ...found, rounded }).toEqual(found);
    }
  });

  it("is split by largest remainder", () => {
    for (const { currency, amount, weights, parts } of money.split_money) {
      expect(figures(splitMoney(decimal(amount), weights.map(decimal), currency))).toEqual(parts);
    }
  });

  it("is not split over nothing, by a negative weight, or finer than the currency", () => {
    const eur = { code: "EUR", decimals: 2 };
    expect(() => splitMoney(decimal("1"), [], eur)).toThrow(RangeError);
    expect(() => splitMoney(decimal("1"), [decimal("-1")], eur)).toThrow(RangeError);
    expect(() => splitMoney(decimal("0.001"), [decimal("1")], eur)).toThrow(RangeError);
  });

  it("that is split sums to what it was", () => {
    const cents = (most: number) => fc.integer({ min: 0, max: most }).map((units) => decimal(units).over(HUNDRED));
    fc.assert(
      fc.property(cents(10 ** 7), fc.array(cents(10 ** 5), { minLength: 1, maxLength: 12 }), (amount, weights) => {
        const parts: Decimal[] = splitMoney(amount, weights, { code: "EUR", decimals: 2 });
        expect(sum(parts).equals(amount)).toBe(true);
      }),
    );
  });
});

describe("quantities", () => {
  const vectors = golden<QuantityVectors>("quantities");

  it("are shown without zeros at the end", () => {
    for (const found of vectors.shown) {
      const quantity = decimal(found.quantity);
      const fits = PLACES.map((places) => hasAtMostPlaces(quantity, places));
      expect({ quantity: found.quantity, shown: shown(quantity), fits }).toEqual(found);
    }
  });

  it("in packages are said in base units, or not at all", () => {
    for (const { quantity, factor_num, factor_den, base } of vectors.to_base_quantity) {
      const found = toBaseQuantity(decimal(quantity), factor_num, factor_den);
      expect([quantity, factor_num, factor_den, found && shown(found)]).toEqual([
        quantity,
        factor_num,
        factor_den,
        base,
      ]);
    }
  });
});
