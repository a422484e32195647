import { describe, expect, it } from "vitest";
import { goesNow, goesTo } from "./comingBack";

describe("goods that come back", () => {
  it("go to the shelf, or are written off where they can't be sold again", () => {
    expect(["CHANGED_MIND", "WRONG_ITEM", "EXPIRED", "DAMAGED", "DEFECTIVE"].map(goesTo)).toEqual([
      "SHELF",
      "SHELF",
      "DAMAGED",
      "DAMAGED",
      "DAMAGED",
    ]);
  });

  it("follow the reason until somebody says where they go", () => {
    expect(goesNow("SHELF", "CHANGED_MIND", "EXPIRED")).toBe("DAMAGED");
    expect(goesNow("DAMAGED", "EXPIRED", "WRONG_ITEM")).toBe("SHELF");
    expect(goesNow("NONE", "CHANGED_MIND", "EXPIRED")).toBe("NONE");
    expect(goesNow("SHELF", "EXPIRED", "DAMAGED")).toBe("SHELF");
  });
});
