import { describe, expect, it } from "vitest";
import { Finder, type SearchKey } from "./finder";

const later = (ms: number) => new Promise<void>((go) => setTimeout(go, ms));

/** Slow answers, and what was picked. */
function slow(hits: Record<string, string[]>) {
  const picked: string[] = [];
  const finder = new Finder<string>(async (text) => {
    await later(20);
    const found = hits[text] ?? [];
    return { hits: found, total: found.length };
  });
  const hands = {
    entry: async () => {
      await later(20);
      return false;
    },
    pick: async (hit: string) => {
      picked.push(hit);
      finder.look("");
    },
  };
  const press = (text: string, ...keys: SearchKey[]) => Promise.all(keys.map((key) => finder.press(key, text, hands)));
  return { finder, picked, press };
}

describe("keys in the search", () => {
  it("are done in their order, however late the answers come", async () => {
    const { finder, picked, press } = slow({ e: ["Green tea", "Coffee"] });
    finder.look("e");
    await press("e", "Enter", "ArrowDown", "Enter");
    expect(picked).toEqual(["Coffee"]);
  });

  it("take the sole hit that had not come yet when Enter was pressed", async () => {
    const { finder, picked, press } = slow({ gre: ["Green tea"] });
    finder.look("gre");
    await press("gre", "Enter", "Enter");
    expect(picked).toEqual(["Green tea"]);
  });

  it("never take what was chosen of another text", async () => {
    const { finder, picked, press } = slow({ e: ["Green tea", "Coffee"], ex: ["Extra", "Excel"] });
    finder.look("e");
    await press("e", "ArrowDown");
    finder.look("ex");
    await press("ex", "Enter");
    expect(picked).toEqual([]);
    expect(finder.get()).toEqual({ hits: ["Extra", "Excel"], total: 2, at: 0, isSettled: true });
  });

  it("on a text that was typed over meanwhile do nothing", async () => {
    const { finder, picked, press } = slow({ gre: ["Green tea"], green: ["Green tea"] });
    finder.look("gre");
    const pressed = press("gre", "Enter");
    finder.look("green");
    await pressed;
    expect(picked).toEqual([]);
  });
});
