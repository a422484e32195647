import { describe, expect, it } from "vitest";
import { parsed } from "../screens/entry";
import { actOf, CHARGE, comboOf, DONE, keysOf, TENDER, TILL } from "./keymap";

const press = (key: string, code = "", more: { ctrlKey?: boolean; shiftKey?: boolean } = {}) => ({
  key,
  code,
  ctrlKey: false,
  shiftKey: false,
  ...more,
});

describe("the keys of the till", () => {
  it.each([
    ["till", TILL],
    ["tender", TENDER],
    ["charge", CHARGE],
    ["done", DONE],
  ] as const)("mean one thing each in the state %s", (_, map) => {
    const keys = map.flatMap(keysOf);
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
    const acts = map.map(({ act }) => act);
    expect(new Set(acts).size).toBe(acts.length);
    expect(map.every((bound) => keysOf(bound).length > 0)).toBe(true);
  });

  it("are read from the field where they are written into it", () => {
    for (const key of TILL.flatMap(({ typed = [] }) => typed))
      expect([key, parsed(key.replace("n", "3")).kind]).not.toEqual([key, "text"]);
  });

  it("act by what they say, and by their place where the letters are not Latin", () => {
    expect(actOf(DONE, press("p", "KeyP"))).toBe("print");
    expect(actOf(DONE, press("п", "KeyP"))).toBe("print");
    expect(actOf(DONE, press("l", "KeyP"))).toBeUndefined(); // Dvorak
    expect(comboOf(press("F4", "F4", { shiftKey: true }))).toBe("Shift+F4");
    expect(comboOf(press("*", "Digit8", { shiftKey: true }))).toBe("*");
  });

  it("leave what is typed alone, but for those that act always", () => {
    expect(actOf(TILL, press("*"))).toBe("unit");
    expect(actOf(TILL, press("*"), false)).toBeUndefined();
    expect(actOf(TILL, press("Enter"), false)).toBeUndefined();
    expect(actOf(TILL, press("Enter", "", { ctrlKey: true }), false)).toBe("pay");
    expect(actOf(TILL, press("F9"), false)).toBe("pay");
  });
});
