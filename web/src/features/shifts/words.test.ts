import { i18n } from "@lingui/core";
import { beforeAll, expect, it } from "vitest";
import { differenceWords, toneOf } from "./words";

beforeAll(() => i18n.loadAndActivate({ locale: "en", messages: {} }));

it("tells over and short in words, and nothing where nobody counted", () => {
  expect(differenceWords("-0.50", "EUR")).toBe("€0.50 short");
  expect(differenceWords("12.00", "EUR")).toBe("€12.00 over");
  expect(differenceWords("0.00", "EUR")).toBe("exact");
  expect(differenceWords(null, "EUR")).toBe("not counted");
});

it("marks a difference, and only one", () => {
  expect([toneOf("-0.50"), toneOf("0.00"), toneOf(null)]).toEqual(["warning", "done", "draft"]);
});
