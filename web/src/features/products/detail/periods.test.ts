import { describe, expect, it } from "vitest";
import { periodOf } from "./periods";

const NOW = new Date("2026-03-10T12:00:00Z").getTime();
const price = (id: string, valid_from: string, more: Record<string, unknown> = {}) => ({
  id,
  packaging: null,
  location: null,
  valid_from,
  valid_until: null,
  is_current: false,
  ...more,
});

describe("a price of a product", () => {
  const old = price("old", "2026-03-01T08:00:00Z");
  const present = price("present", "2026-03-10T11:00:00Z", { is_current: true });
  const coming = price("coming", "2026-04-01T00:00:00Z");
  const rows = [coming, present, old];

  it("is over from when another took its place", () => {
    expect(periodOf(old, rows, NOW)).toEqual({ until: "2026-03-10T11:00:00Z", state: "over" });
  });
  it("applies now until the one to come", () => {
    expect(periodOf(present, rows, NOW)).toEqual({ until: "2026-04-01T00:00:00Z", state: "now" });
  });
  it("is to come when its first day is ahead", () => {
    expect(periodOf(coming, rows, NOW)).toEqual({ until: undefined, state: "to come" });
  });
  it("is not ended by the price of another place or packaging", () => {
    const elsewhere = price("elsewhere", "2026-03-05T08:00:00Z", { location: "shop" });
    expect(periodOf({ ...old, is_current: true }, [elsewhere, old], NOW)).toEqual({ until: undefined, state: "now" });
  });
  it("comes back after one that was for a time", () => {
    const week = price("week", "2026-03-09T00:00:00Z", { valid_until: "2026-03-16T00:00:00Z", is_current: true });
    expect(periodOf(old, [week, old], NOW)).toEqual({ until: undefined, state: "replaced" });
    expect(periodOf(week, [week, old], NOW)).toEqual({ until: "2026-03-16T00:00:00Z", state: "now" });
  });
  it("is over by its own date", () => {
    const ended = price("ended", "2026-03-01T08:00:00Z", { valid_until: "2026-03-02T08:00:00Z" });
    expect(periodOf(ended, [ended], NOW).state).toBe("over");
  });
});
