import { describe, expect, it } from "vitest";
import { moved } from "./order";

const rows = (...ids: string[]) => ids.map((id) => ({ id }));

describe("the order of pictures", () => {
  it("moves one forward, backward and nowhere", () => {
    expect(moved(rows("a", "b", "c", "d"), "d", 0)).toEqual(rows("d", "a", "b", "c"));
    expect(moved(rows("a", "b", "c", "d"), "a", 2)).toEqual(rows("b", "c", "a", "d"));
    expect(moved(rows("a", "b"), "b", 1)).toEqual(rows("a", "b"));
  });

  it("leaves the rest alone where the picture is gone", () => {
    expect(moved(rows("a", "b"), "c", 0)).toEqual(rows("a", "b"));
  });
});
