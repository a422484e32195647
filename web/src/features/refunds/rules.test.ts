import { describe, expect, it } from "vitest";
import { fits, itemsOf, NOTHING, needsAnother, stepped, worth } from "./rules";

describe("the form of a refund", () => {
  it("steps between nothing and what is left", () => {
    expect(stepped("", 1, "3")).toBe("1");
    expect(stepped("3", 1, "3")).toBe("3");
    expect(stepped("1", -1, "3")).toBe("");
    expect(stepped("0.4", 1, "1.25")).toBe("1.25");
  });

  it("takes no more than is left and no letters", () => {
    expect(fits("2", "2")).toBe(true);
    expect(fits("2.001", "2")).toBe(false);
    expect(fits("two", "2")).toBe(false);
    expect(fits("", "2")).toBe(true);
  });

  it("asks for the lines that were chosen alone", () => {
    const lines = [
      { sale_item: "a", quantity_left: "2" },
      { sale_item: "b", quantity_left: "1" },
    ];
    const items = itemsOf(lines, { a: { ...NOTHING, quantity: "2", destination: "NONE" }, b: NOTHING });
    expect(items).toEqual([{ sale_item: "a", quantity: "2", destination: "NONE", restock: false }]);
  });

  it("tells what comes back by the share of each line", () => {
    const lines = [{ id: "a", quantity: "3", gross: "10.50" }];
    expect(worth(lines, { a: { ...NOTHING, quantity: "2" } })).toBe("7");
  });

  it("wants another pair of eyes only above the limit, and only of who asked", () => {
    const refund = { amount: "50.01", requested_by: "me" };
    expect(needsAnother(refund, "50.00", "me")).toBe(true);
    expect(needsAnother(refund, "50.01", "me")).toBe(false);
    expect(needsAnother(refund, "50.00", "you")).toBe(false);
    expect(needsAnother(refund, null, "me")).toBe(false);
  });
});
