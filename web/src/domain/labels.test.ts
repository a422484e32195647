// @vitest-environment node
import { describe, expect, it } from "vitest";
import { decimal } from "./decimal";
import { ofPrice, ofWeight } from "./labels";

const EUR = { code: "EUR", decimals: 2 };
const shown = ({ quantity, fault }: { quantity: unknown; fault: string | null }) => fault ?? String(quantity);

describe("a label of a scale", () => {
  it.each([
    ["1.234", 3, "1.234"],
    ["0.450", 3, "0.450"],
    ["1.234", 2, "1.23"],
    ["0.000", 3, "NO_VALUE"],
    ["0.004", 2, "NO_VALUE"],
    ["1.234", 0, "BY_PIECE"],
  ])("with the weight %s of goods with %i decimals is %s", (weight, decimals, told) => {
    expect(shown(ofWeight(weight, decimals))).toBe(told);
  });

  it.each([
    ["5.99", "12.90", 3, "0.464"],
    ["12.90", "12.90", 3, "1.000"],
    ["4.00", "1.99", 3, "2.010"],
    ["5.00", "2.50", 0, "2"],
    ["5.10", "2.50", 0, "BY_PIECE"],
    ["0.00", "2.50", 3, "NO_VALUE"],
    ["5.00", "0", 3, "NO_VALUE"],
  ])("with the price %s at %s a unit with %i decimals is %s", (price, unitPrice, decimals, told) => {
    expect(shown(ofPrice(price, decimal(unitPrice), decimals, EUR))).toBe(told);
  });
});
