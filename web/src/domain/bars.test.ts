import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { beforeAll, describe, expect, it } from "vitest";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import { barsOf, hasCheckDigit, pathOf } from "./bars";

const SCALE = 4;
const QUIET = 12;
const HEIGHT = 80;

/** What a scanner sees: black bars on white with quiet zones. */
function picture(modules: string) {
  const width = (modules.length + 2 * QUIET) * SCALE;
  const data = new Uint8ClampedArray(width * HEIGHT * 4).fill(255);
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < width; x++) {
      if (modules[Math.floor(x / SCALE) - QUIET] === "1") data.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
  }
  return { data, width, height: HEIGHT, colorSpace: "srgb" } as ImageData;
}

beforeAll(async () => {
  const file = createRequire(import.meta.url).resolve("zxing-wasm/reader/zxing_reader.wasm");
  const bytes = readFileSync(file);
  await prepareZXingModule({ overrides: { wasmBinary: bytes.buffer as ArrayBuffer }, fireImmediately: true });
});

describe("barcodes of labels", () => {
  it.each([
    ["4006381333931", "EAN13"],
    ["2990000000019", "EAN13"],
    ["5901234123457", "EAN13"],
    ["96385074", "EAN8"],
    ["SKU-1042/b", "CODE128"],
    ["12345678901234", "CODE128"],
    ["~ {}|", "CODE128"],
  ])("%s is read back by a scanner", async (code, kind) => {
    const bars = barsOf(code);
    expect(bars?.kind).toBe(kind);
    const found = await readBarcodes(picture(bars?.modules ?? ""));
    expect(found.map((one) => one.text)).toEqual([code]);
  });

  it("a UPC-A is an EAN-13 with a zero before it", async () => {
    const found = await readBarcodes(picture(barsOf("036000291452")?.modules ?? ""));
    expect(found[0]?.text.padStart(13, "0")).toBe("0036000291452");
  });

  it("thirteen digits with a wrong check digit are no EAN", () => {
    expect(hasCheckDigit("4006381333932")).toBe(false);
    expect(barsOf("4006381333932")?.kind).toBe("CODE128");
  });

  it("what no scanner can read has no bars", () => {
    expect(barsOf("")).toBeUndefined();
    expect(barsOf("кафе")).toBeUndefined();
    expect(barsOf("x".repeat(49))).toBeUndefined();
  });

  it("bars are drawn as runs", () => {
    expect(pathOf("1101", 5)).toBe("M0 0h2v5h-2zM3 0h1v5h-1z");
  });
});
