import { describe, expect, it } from "vitest";
import { parsed } from "./entry";

describe("operators of the search field", () => {
  it("reads a quantity, alone or before an item", () => {
    expect(parsed("3*")).toEqual({ kind: "quantity", value: "3", rest: "" });
    expect(parsed("1,5 * apples")).toEqual({ kind: "quantity", value: "1.5", rest: "apples" });
  });

  it("reads discounts and prices only where nothing follows", () => {
    expect(parsed("10%")).toEqual({ kind: "percent", value: "10" });
    expect(parsed("10/")).toEqual({ kind: "percent", value: "10" });
    expect(parsed("4,50=")).toEqual({ kind: "price", value: "4.50" });
    expect(parsed("12/5")).toEqual({ kind: "text", value: "12/5" });
  });

  it("reads a prefix, with what stands behind it", () => {
    expect(parsed(">")).toEqual({ kind: "prefix", prefix: ">", rest: "" });
    expect(parsed("@ ivan")).toEqual({ kind: "prefix", prefix: "@", rest: "ivan" });
    expect(parsed("#0012")).toEqual({ kind: "prefix", prefix: "#", rest: "0012" });
    expect(parsed("tea #2")).toEqual({ kind: "text", value: "tea #2" });
  });

  it("leaves everything else a search", () => {
    expect(parsed("aspirin 500")).toEqual({ kind: "text", value: "aspirin 500" });
    expect(parsed("3800123456789")).toEqual({ kind: "text", value: "3800123456789" });
  });
});
