import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type CatalogProduct, catalog, whole } from "./catalog";

const tea = { id: "tea", name: "Tea", sku: "T1", plu: "", barcodes: [] } as unknown as CatalogProduct;
const milk = { id: "milk", name: "Milk", sku: "M1", plu: "", barcodes: [] } as unknown as CatalogProduct;
let answers: Record<string, unknown>;
let told: { id?: number; result?: unknown; problem?: { code: string } }[];

/** Ask the worker, which hears and answers by messages. */
async function ask(asked: object) {
  told = [];
  dispatchEvent(new MessageEvent("message", { data: { id: 7, asked } }));
  await vi.waitFor(() => expect(told.some((one) => one.id === 7)).toBe(true));
  return told.find((one) => one.id === 7);
}

beforeEach(async () => {
  vi.stubGlobal("postMessage", (one: (typeof told)[number]) => told.push(one));
  vi.stubGlobal("fetch", async (path: string) => {
    const { pathname, searchParams } = new URL(path, "https://shop.test");
    if (pathname === "/api/till/changes/" && searchParams.get("since") === "old")
      return Response.json({ code: "RELOAD_NEEDED", detail: "" }, { status: 410 });
    if (pathname === "/api/till/changes/") return Response.json({ cursor: "new", has_more: false, kinds: [] });
    if (pathname === "/api/till/") return Response.json({ cursor: "new", server_time: "" });
    const kind = searchParams.get("kind") ?? "";
    if (answers[kind] === "gone") throw new TypeError("network");
    return Response.json({ rows: answers[kind] ?? [], after: null });
  });
  for (const table of catalog.tables) await table.clear();
  await catalog.products.bulkPut([tea, milk].map((row) => ({ ...row, codes: [] })));
  await catalog.prices.put({ product: "tea" } as never);
  await catalog.wholes.bulkPut([
    { kind: "cursor", rows: "old" },
    ...["units", "groups", "brands", "price_groups", "taxes", "promotions", "price_lists", "layouts", "code_rules"].map(
      (kind) => ({ kind, rows: ["kept"] }),
    ),
  ]);
  await import("./feed.worker");
});
afterEach(() => vi.unstubAllGlobals());

test("a till whose network breaks while everything is loaded anew can still sell what it had", async () => {
  answers = { units: ["new"], products: [tea], prices: "gone" };
  expect((await ask({ op: "refresh", token: "t" }))?.problem?.code).toBe("NETWORK_GONE");
  expect(await catalog.prices.count()).toBe(1);
  expect(await whole("cursor")).toBe("old");
  expect(await ask({ op: "products", text: "tea", limit: 5 })).toMatchObject({ result: { ids: ["tea"] } });
});

test("what is not there any more is gone once everything was loaded anew", async () => {
  answers = { products: [tea], prices: [] };
  expect(await ask({ op: "refresh", token: "t" })).not.toHaveProperty("problem");
  expect(await catalog.products.toCollection().primaryKeys()).toEqual(["tea"]);
  expect(await catalog.prices.count()).toBe(0);
  expect(await whole("cursor")).toBe("new");
  expect(await ask({ op: "products", text: "milk", limit: 5 })).toMatchObject({ result: { ids: [] } });
});
