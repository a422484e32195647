// @vitest-environment node
import { describe, expect, it } from "vitest";
import { decimal } from "./decimal";
import { typedAmount, typedNumber, typedPercent, typedPrice, typedQuantity } from "./quantity";
import { type Cash, quickCash } from "./quickCash";

const CENTS = ["0.01", "0.02", "0.05", "0.10", "0.20", "0.50"];
const EUR = { code: "EUR", decimals: 2 };
const EUROS: Cash = { notes: ["5", "10", "20", "50", "100", "200"], coins: [...CENTS, "1", "2"] };
const XOF = { code: "XOF", decimals: 0 };
const FRANCS: Cash = {
  notes: ["500", "1000", "2000", "5000", "10000"],
  coins: ["5", "10", "25", "50", "100", "200", "250"],
};

describe("quick cash", () => {
  it.each([
    ["13.50", "13.50", "14.00 15.00 20.00 50.00"],
    ["47.20", "47.20", "50.00 100.00 200.00"],
    ["63.10", "63.10", "65.00 70.00 100.00 200.00"],
    ["101.00", "101.00", "105.00 110.00 120.00 200.00"],
    ["20.00", "20.00", "50.00 100.00 200.00"],
    ["4.98", "4.98", "5.00 10.00 20.00 50.00"],
    ["250.00", "250.00", "300.00 400.00"],
    ["0.00", "0.00", ""],
  ])("of %s € is %s, then %s", (rest, exact, more) => {
    const found = quickCash(decimal(rest), EUROS, EUR, decimal(0));
    expect([String(found.exact), found.more.join(" ")]).toEqual([exact, more]);
  });

  it("of 7 425 CFA is 7 500, 8 000 and 10 000 besides", () => {
    const found = quickCash(decimal("7425"), FRANCS, XOF, decimal(0));
    expect([String(found.exact), found.more.join(" ")]).toEqual(["7425", "7500 8000 10000"]);
  });

  it("is rounded for cash first", () => {
    const found = quickCash(decimal("19.98"), EUROS, EUR, decimal("0.05"));
    expect([String(found.exact), found.more.join(" ")]).toEqual(["20.00", "50.00 100.00 200.00"]);
  });

  it("is never less than what is to be paid, and each amount is there once", () => {
    for (let cents = 1; cents < 30_000; cents += 37) {
      const { exact, more } = quickCash(decimal(cents).over(decimal(100)), EUROS, EUR, decimal(0));
      expect(more.length).toBeLessThanOrEqual(4);
      expect(more.every((each) => each.isAbove(exact))).toBe(true);
      expect(new Set(more.map(String)).size).toBe(more.length);
    }
  });
});

describe("what is typed", () => {
  it.each([
    ["2", "2"],
    ["2,5", "2.5"],
    ["2.5", "2.5"],
    [" 12,50 ", "12.50"],
    [",5", "0.5"],
    [".5", "0.5"],
    ["5,", "5"],
    ["1 234,50", "1234.50"],
    ["1\u202f234,50", "1234.50"],
    ["1.234,50", "1234.50"],
    ["1,234.50", "1234.50"],
    ["1.234.567", "1234567"],
    ["1'234.50", "1234.50"],
    ["1,234", "1.234"],
    ["007", "007"],
  ])("as %j is %s", (text, value) => {
    expect(String(typedNumber(text).value)).toBe(String(decimal(value)));
  });

  it.each(["-1", "abc", "1.2.3", "1,23,4", "1..5", "+", ".", ",", "1e3", "2*3", "1.234,567,8"])(
    "is no number as %j",
    (text) => {
      expect(typedNumber(text).problem).toBe("NOT_A_NUMBER");
    },
  );

  it("says what is wrong with it", () => {
    expect(typedNumber("  ").problem).toBe("EMPTY");
    expect(typedQuantity("1,5", { decimals: 0 })).toEqual({ value: null, problem: "TOO_PRECISE", places: 0 });
    expect(typedQuantity("1,5", { decimals: 0, inPackages: true }).problem).toBe("TOO_PRECISE");
    expect(String(typedQuantity("1,2345", { decimals: 3, inPackages: true }).value)).toBe("1.2345");
    expect(String(typedQuantity("0,250", { decimals: 3 }).value)).toBe("0.250");
    expect(typedQuantity("0", { decimals: 3 }).problem).toBe("NOT_POSITIVE");
    expect(typedQuantity("1000000000", { decimals: 0 }).problem).toBe("TOO_LARGE");
    expect(typedAmount("10,005", EUR).problem).toBe("TOO_PRECISE");
    expect(String(typedAmount("10,00", EUR).value)).toBe("10.00");
    expect(typedAmount("7425,5", XOF).problem).toBe("TOO_PRECISE");
    expect(String(typedPrice("0,333333").value)).toBe("0.333333");
    expect(String(typedPercent("12,5 %").value)).toBe("12.5");
    expect(typedPercent("100,01").problem).toBe("TOO_LARGE");
    expect(typedPercent("x").problem).toBe("NOT_A_NUMBER");
  });
});
