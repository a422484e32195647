import { describe, expect, it } from "vitest";
import { bodyOf, moveTab, put, soldAs, swap, type Tab, tabsOf, takeOut } from "./draft";

const tile = (product: string, packaging: string | null = null) => ({ product, packaging });
const tab = (...products: (string | null)[]): Tab => ({
  name: "Drinks",
  places: products.map((one) => (one ? tile(one) : null)),
});
const shown = (tabs: readonly Tab[]) => tabs[0]?.places.map((one) => one?.product ?? "-").join(" ");

describe("arranging favourites", () => {
  it("puts a product at the first empty place", () => {
    expect(shown(put([tab("tea", null, "milk")], 0, "salt"))).toBe("tea salt milk");
    expect(shown(put([tab("tea")], 0, "salt"))).toBe("tea salt");
  });

  it("swaps two places and moves nothing else", () => {
    expect(shown(swap([tab("tea", "salt", "milk")], 0, 0, 2))).toBe("milk salt tea");
    expect(shown(swap([tab("tea", "salt")], 0, 0, 3))).toBe("- salt - tea");
  });

  it("leaves a place empty where something was taken out, but none at the end", () => {
    expect(shown(takeOut([tab("tea", "salt", "milk")], 0, 1))).toBe("tea - milk");
    expect(shown(takeOut([tab("tea", null, "milk")], 0, 2))).toBe("tea");
  });

  it("goes to the server and back as it is", () => {
    const tabs = soldAs([tab("tea", null, "milk")], 0, 2, "box");
    const body = bodyOf(tabs);
    expect(body[0]?.tiles).toEqual([
      { place: 0, product: "tea", packaging: null },
      { place: 2, product: "milk", packaging: "box" },
    ]);
    expect(tabsOf({ tabs: body as Parameters<typeof tabsOf>[0]["tabs"] })).toEqual(tabs);
  });

  it("moves a tab past its neighbour, and not past the ends", () => {
    const two = [tab("tea"), { name: "Bread", places: [] }];
    expect(moveTab(two, 0, 1).map((one) => one.name)).toEqual(["Bread", "Drinks"]);
    expect(moveTab(two, 0, -1)).toEqual(two);
  });
});
