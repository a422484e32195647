import { describe, expect, it } from "vitest";
import { batchOf } from "./queue";
import type { SaleRecord } from "./sale";

const sales = (count: number, letters: number) =>
  Array.from({ length: count }, () => ({ envelope: { payload: "x".repeat(letters), signature: "" } }) as SaleRecord);

describe("what is sent at once", () => {
  it("is fifty sales at most", () => {
    expect(batchOf(sales(51, 10))).toHaveLength(50);
    expect(batchOf(sales(3, 10))).toHaveLength(3);
    expect(batchOf([])).toEqual([]);
  });

  it("is no more than the server takes, and never nothing", () => {
    expect(batchOf(sales(40, 60_000))).toHaveLength(15);
    expect(batchOf(sales(2, 2_000_000))).toHaveLength(1);
  });
});
