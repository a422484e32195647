import { describe, expect, it } from "vitest";
import { change, isDay, periodBefore, shifted, sideBySide, sumOf, today, topAndRest } from "./rules";

describe("days of reports", () => {
  it("steps over the ends of months and years", () => {
    expect(shifted("2026-03-01", -1)).toBe("2026-02-28");
    expect(shifted("2026-12-31", 1)).toBe("2027-01-01");
  });

  it("compares a period with the one of the same length before it", () => {
    expect(periodBefore("2026-11-10", "2026-11-16")).toEqual({ date_from: "2026-11-03", date_to: "2026-11-09" });
    expect(periodBefore("2026-11-10", "2026-11-10")).toEqual({ date_from: "2026-11-09", date_to: "2026-11-09" });
  });

  it("knows which day it is at a place", () => {
    expect(today(new Date("2026-11-22T23:30:00Z"), "Europe/Sofia")).toBe("2026-11-23");
    expect(isDay("2026-11-22")).toBe(true);
    expect(isDay("yesterday")).toBe(false);
    expect(isDay(undefined)).toBe(false);
  });
});

describe("figures of reports", () => {
  it("tells more, less and as much, and what is new", () => {
    expect(change("100.00", "112.50")).toEqual({ direction: "more", percent: "12.5" });
    expect(change("100.00", "75.00")).toEqual({ direction: "less", percent: "25" });
    expect(change("10.00", "10.00")).toEqual({ direction: "same", percent: "0" });
    expect(change("0.00", "10.00")).toEqual({ direction: "new", percent: "0" });
    expect(change("0.00", "0.00")).toEqual({ direction: "same", percent: "0" });
  });

  it("adds up to the cent, and not what a row does not show", () => {
    const rows = [
      { cost: "0.10", profit: null },
      { cost: "0.20", profit: "1.00" },
    ];
    expect(sumOf(rows, (row) => row.cost)).toBe("0.3");
    expect(sumOf(rows, (row) => row.profit)).toBeUndefined();
  });

  it("keeps the largest and sums the rest up", () => {
    const found = topAndRest(["3", "10", "2"], (row) => row, 2);
    expect(found).toEqual({ top: ["10", "3"], rest: 1, restTotal: "2" });
  });

  it("puts the hours of two days side by side", () => {
    const now = [{ hour: "2026-11-22T09:00:00", sales: "12.00", transactions: 1 }];
    const then = [{ hour: "2026-11-15T10:00:00", sales: "5.00", transactions: 2 }];
    expect(sideBySide(now, then)).toEqual([
      { hour: 9, sales_count: 1, gross: "12", before_count: 0, before_gross: "0" },
      { hour: 10, sales_count: 0, gross: "0", before_count: 2, before_gross: "5" },
    ]);
  });
});
