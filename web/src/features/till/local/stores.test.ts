import { beforeEach, expect, test } from "vitest";
import { catalog, whole as pageWhole } from "./catalog";
import { clearAll, eachRow, keysOf, put, whole } from "./stores";

beforeEach(async () => {
  await catalog.open(); // the page makes the stores
  await clearAll();
});

const found = async () => {
  const ids: string[] = [];
  await eachRow<{ id: string }>("customers", (row) => ids.push(row.id));
  return ids;
};

test("what the worker writes is what the page reads", async () => {
  await put("products", [{ id: "p1", name: "Tea", codes: ["4006", "sku:tea"] }]);
  await put("wholes", [{ kind: "cursor", rows: "abc" }]);
  expect((await catalog.products.where("codes").equals("4006").first())?.id).toBe("p1");
  expect(await pageWhole("cursor")).toBe("abc");
  expect(await whole("cursor")).toBe("abc");
  expect(await whole("none")).toBeUndefined();
  expect(await keysOf("wholes")).toEqual(["cursor"]);
});

test("rows are replaced and taken out", async () => {
  await put("customers", [{ id: "a" }, { id: "b" }, { id: "c" }]);
  await put("customers", [{ id: "c", name: "Clara" }], ["a", "never"]);
  expect(await found()).toEqual(["b", "c"]);
  expect((await catalog.customers.get("c"))?.name).toBe("Clara");
});

test("every row is seen once, however many there are", async () => {
  const ids = Array.from({ length: 10_001 }, (_, nth) => String(nth).padStart(5, "0"));
  await put(
    "customers",
    ids.map((id) => ({ id })),
  );
  expect(await found()).toEqual(ids);
});

test("a transaction that fails is told", async () => {
  await expect(put("customers", [{ name: "without a key" }])).rejects.toThrow();
  await expect(put("nothing", [])).rejects.toThrow();
});
