/** Keeps the catalog up to date and finds in it, away from the thread that the cashier types on. */
import { Problem } from "@/lib/problem";
import type { CatalogCustomer, CatalogProduct } from "./catalog";
import { call } from "./http";
import { type Found, Index } from "./search";
import { clearAll, eachRow, keysOf, put, whole } from "./stores";

const PAGED = ["products", "prices", "customers", "credit", "stock"] as const;
const WHOLES = [
  "units",
  "groups",
  "brands",
  "price_groups",
  "taxes",
  "promotions",
  "price_lists",
  "layouts",
  "code_rules",
] as const;
type Paged = (typeof PAGED)[number];
/** By which each of their rows is kept. */
const KEYS: Record<Paged, string> = {
  products: "id",
  prices: "product",
  customers: "id",
  credit: "customer",
  stock: "product",
};

interface Start {
  cursor: string;
  server_time: string;
  [name: string]: unknown;
}

interface Changed {
  cursor: string;
  has_more: boolean;
  kinds: string[];
  spent?: string[];
  held?: unknown[];
  [kind: string]: unknown;
}

export type Asked =
  | { op: "open" }
  | { op: "refresh"; token: string; whole?: boolean }
  | { op: "products"; text: string; limit: number }
  | { op: "customers"; text: string; limit: number };

export type Told = { progress: { kind: string; rows: number } } | { changed: string[] };

const products = new Index();
const customers = new Index();
let opened: Promise<void> | undefined;
let running: Promise<void> = Promise.resolve();

function tell(told: Told): void {
  postMessage({ told });
}

function open(): Promise<void> {
  opened ??= (async () => {
    products.clear();
    customers.clear();
    await eachRow<CatalogProduct>("products", (row) => products.put(row.id, nameOf(row)));
    await eachRow<CatalogCustomer>("customers", (row) => customers.put(row.id, customerWords(row)));
  })();
  return opened;
}

const keepWhole = (kind: string, rows: unknown) => put("wholes", [{ kind, rows }]);
const nameOf = (row: CatalogProduct) => `${row.name} ${row.sku}`;
const customerWords = (row: CatalogCustomer) => `${row.name} ${row.code} ${row.phone_end} ${row.tax_number}`;

/** The codes by which a product is found at once. */
function codesOf(product: Pick<CatalogProduct, "sku" | "plu" | "barcodes">): string[] {
  const codes = product.barcodes.map((barcode) => barcode.code);
  if (product.plu) codes.push(`plu:${product.plu}`);
  codes.push(`sku:${product.sku.toLowerCase()}`);
  return codes;
}

async function store(kind: Paged, rows: readonly Record<string, unknown>[], gone: readonly string[]): Promise<void> {
  if (kind === "products") {
    const told = (rows as unknown as CatalogProduct[]).map((row) => ({ ...row, codes: codesOf(row) }));
    await put(kind, told, gone);
    for (const row of told) products.put(row.id, nameOf(row));
    for (const id of gone) products.remove(id);
  } else if (kind === "customers") {
    await put(kind, rows, gone);
    for (const row of rows as unknown as CatalogCustomer[]) customers.put(row.id, customerWords(row));
    for (const id of gone) customers.remove(id);
  } else {
    await put(kind, rows, gone);
  }
}

/** Nothing is kept: what there was may be another shop's. */
async function empty(): Promise<void> {
  await clearAll();
  products.clear();
  customers.clear();
}

/**
 * Everything anew. The cursor is taken first: what changes meanwhile is told again by the changes after it. What was there
 * before stays until each kind is told to its end, so that a till whose network breaks on the way can still sell.
 */
async function load(token: string): Promise<void> {
  const start = await call<Start>("GET", "/api/till/", { token });
  await open();
  for (const kind of WHOLES) await keepWhole(kind, await pagesOf(kind, token));
  for (const kind of PAGED) {
    const before = new Set(await keysOf(kind));
    await pagesOf(kind, token, async (rows) => {
      await store(kind, rows, []);
      for (const row of rows) before.delete(String(row[KEYS[kind]]));
    });
    await store(kind, [], [...before]);
  }
  const wholes = [
    { kind: "start", rows: start },
    { kind: "cursor", rows: start.cursor },
  ];
  await put("wholes", wholes, ["spent", "held"]);
  tell({ changed: ["settings", ...WHOLES, ...PAGED] });
  await catchUp(token, start.cursor); // what carts hold is told by the changes alone
}

type Rows = readonly Record<string, unknown>[];

/** All rows of a kind, page by page; none where the role keeps none of this kind. The last page's rows. */
async function pagesOf(kind: string, token: string, each?: (rows: Rows) => Promise<void>): Promise<Rows> {
  let after: string | null = "";
  let told: Rows = [];
  let rows = 0;
  do {
    const path = `/api/till/catalog/?kind=${kind}&after=${encodeURIComponent(after)}`;
    let page: { rows: Rows; after: string | null };
    try {
      page = await call("GET", path, { token, patience: 60_000 });
    } catch (error) {
      if (error instanceof Problem && error.code === "PERMISSION_DENIED") return told;
      throw error;
    }
    told = page.rows;
    await each?.(told);
    rows += told.length;
    tell({ progress: { kind, rows } });
    after = page.after;
  } while (after !== null);
  return told;
}

async function catchUp(token: string, cursor: string): Promise<void> {
  const kinds = new Set<string>();
  let since = cursor;
  let more = true;
  while (more) {
    const found: Changed = await call("GET", `/api/till/changes/?since=${encodeURIComponent(since)}`, { token });
    for (const kind of found.kinds) {
      const part = found[kind] as { rows: Record<string, unknown>[]; gone: string[] } | undefined;
      if (!part) continue;
      kinds.add(kind);
      if ((PAGED as readonly string[]).includes(kind)) await store(kind as Paged, part.rows, part.gone ?? []);
      else if (kind === "settings") {
        const start = (await whole<Start>("start")) ?? {};
        await keepWhole("start", { ...start, ...part.rows[0] });
      } else await keepWhole(kind, part.rows);
    }
    if (found.spent) await keepWhole("spent", found.spent);
    if (found.held) await keepWhole("held", found.held);
    since = found.cursor;
    await keepWhole("cursor", since);
    more = found.has_more;
  }
  if (kinds.size) tell({ changed: [...kinds] });
}

/** Kinds that this till was loaded without, by a version that did not know them: changes alone would never bring them. */
async function bringNew(token: string): Promise<void> {
  const known = new Set(await keysOf("wholes"));
  for (const kind of WHOLES) {
    if (known.has(kind)) continue;
    const { rows } = await call<{ rows: unknown[] }>("GET", `/api/till/catalog/?kind=${kind}`, { token });
    await keepWhole(kind, rows);
    tell({ changed: [kind] });
  }
}

async function refresh(token: string, anew: boolean): Promise<void> {
  const cursor = await whole<string>("cursor");
  if (anew) await empty();
  if (anew || !cursor) return load(token);
  await open();
  await bringNew(token);
  try {
    await catchUp(token, cursor);
  } catch (error) {
    if (error instanceof Problem && error.code === "RELOAD_NEEDED") return load(token);
    throw error;
  }
}

async function done(asked: Asked): Promise<unknown> {
  if (asked.op === "open") return open();
  if (asked.op === "products") {
    await open();
    return products.find(asked.text, asked.limit) satisfies Found;
  }
  if (asked.op === "customers") {
    await open();
    return customers.find(asked.text, asked.limit) satisfies Found;
  }
  const mine = running.catch(() => undefined).then(() => refresh(asked.token, asked.whole ?? false));
  running = mine;
  return mine;
}

addEventListener("message", (event: MessageEvent<{ id: number; asked: Asked }>) => {
  const { id, asked } = event.data;
  done(asked).then(
    (result) => postMessage({ id, result }),
    (error) => {
      const problem = error instanceof Problem ? error : new Problem("UNEXPECTED", 0, String(error));
      postMessage({
        id,
        problem: { code: problem.code, status: problem.status, detail: problem.detail, data: problem.data },
      });
    },
  );
});
