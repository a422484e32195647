import { expect, test } from "vitest";
import { padRows, readSettings } from "./settings";

test("settings that are not understood are as at first", () => {
  const first = { sound: "low", large: false, flipped: false };
  expect(readSettings(null)).toEqual(first);
  expect(readSettings("no settings")).toEqual(first);
  expect(readSettings('{"sound": "deafening", "large": 1}')).toEqual(first);
  expect(readSettings('{"sound": "off", "flipped": true}')).toEqual({ sound: "off", large: false, flipped: true });
});

test("a flipped pad has 1-2-3 on top", () => {
  expect(padRows(false)[0]).toEqual(["7", "8", "9"]);
  expect(padRows(true).flat().join("")).toBe("123456789");
});
