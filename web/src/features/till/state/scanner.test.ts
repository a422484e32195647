import { describe, expect, it } from "vitest";
import { charOf, isBurst, type Key } from "./scanner";

const keys = (text: string, every: number): Key[] => [...text].map((char, at) => ({ char, at: at * every }));

describe("telling a scanner from a person", () => {
  it("takes a burst that no person types", () => {
    expect(isBurst(keys("3800000000010", 8))).toBe(true);
    expect(isBurst(keys("3800000000010", 60))).toBe(false);
  });

  it("leaves a short burst to the keyboard", () => {
    expect(isBurst(keys("123", 5))).toBe(false);
  });

  it("reads digits by their place, whatever the layout types there", () => {
    expect(charOf({ key: "&", code: "Digit1", shiftKey: false })).toBe("1");
    expect(charOf({ key: "5", code: "Numpad5", shiftKey: false })).toBe("5");
    expect(charOf({ key: "A", code: "KeyA", shiftKey: true })).toBe("A");
    expect(charOf({ key: "Enter", code: "Enter", shiftKey: false })).toBe("");
  });
});
