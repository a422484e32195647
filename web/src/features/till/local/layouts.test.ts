import { describe, expect, it } from "vitest";
import { type Layout, layoutOf, placesOf } from "./layouts";

const layout = (id: string, where: Partial<Layout> = {}): Layout => ({
  id,
  name: id,
  storefront: null,
  terminal: null,
  tabs: [],
  ...where,
});

describe("layouts", () => {
  it("are the till's own, else its shop's, else those for all", () => {
    const [all, shop, own] = [layout("all"), layout("shop", { storefront: "s" }), layout("own", { terminal: "t" })];
    expect(layoutOf([all, shop, own], "t", "s")).toBe(own);
    expect(layoutOf([all, shop, own], "other", "s")).toBe(shop);
    expect(layoutOf([all, shop, own], null, "elsewhere")).toBe(all);
    expect(layoutOf([layout("theirs", { terminal: "other" })], "t", "s")).toBeUndefined();
  });

  it("leave a place empty rather than move what stands behind it", () => {
    const tile = (place: number) => ({ place });
    expect(placesOf([tile(2), tile(0)])).toEqual([{ place: 0 }, null, { place: 2 }]);
    expect(placesOf([])).toEqual([]);
  });
});
