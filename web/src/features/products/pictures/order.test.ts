import { describe, expect, it } from "vitest";
import { moved } from "./order";

describe("the order of pictures", () => {
  it("moves one forward, backward and nowhere", () => {
    expect(moved(["a", "b", "c", "d"], 3, 0)).toEqual(["d", "a", "b", "c"]);
    expect(moved(["a", "b", "c", "d"], 0, 2)).toEqual(["b", "c", "a", "d"]);
    expect(moved(["a", "b"], 1, 1)).toEqual(["a", "b"]);
  });
});
