import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { patiently } from "./patiently";

const gone = new TypeError("Failed to fetch dynamically imported module");

describe("code that is fetched once it is wanted", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("is waited for as long as the server can't be reached", async () => {
    const reach = vi.fn().mockRejectedValue(new TypeError("Failed to fetch"));
    vi.stubGlobal("fetch", reach);
    const load = vi.fn().mockRejectedValue(gone);
    const part = patiently(load);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(load).toHaveBeenCalledTimes(21);
    load.mockResolvedValue("the part");
    await vi.advanceTimersByTimeAsync(3_000);
    await expect(part).resolves.toBe("the part");
  });

  it("is an error where the server is there and has it no longer", async () => {
    vi.stubGlobal("fetch", vi.fn().mockResolvedValue({ ok: true }));
    const load = vi.fn().mockRejectedValue(gone);
    const part = expect(patiently(load)).rejects.toBe(gone);
    await vi.advanceTimersByTimeAsync(3_000);
    await part;
    expect(load).toHaveBeenCalledTimes(2);
  });
});
