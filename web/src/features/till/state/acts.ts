/** What a cashier does to a cart: by scan, by key, by touch. All of them end in `setCart`. */
import { typedPercent, typedPrice, typedQuantity } from "@/domain/quantity";
import type { CatalogCustomer } from "../local/catalog";
import { newId } from "../local/ids";
import { meet } from "../local/memory";
import { added, changed, type KeptCart, stepped, type TillLine, withCustomer, without } from "./cart";
import { get, set, setCart } from "./till";

/** How to put back what was taken out of a cart, or replaced in it, last. */
let back: { cart: string; put: (cart: KeptCart) => KeptCart } | null = null;

interface Adding {
  quantity?: string;
  packaging?: string | null;
  /** As a line of its own. */
  apart?: boolean;
}

export async function addProduct(
  product: string,
  { quantity = "1", packaging = null, apart }: Adding = {},
): Promise<void> {
  const { memory } = get();
  if (!memory) return;
  await meet(memory, [product]);
  const inPieces = memory.products.get(product)?.tracks_serials ?? false;
  const done = added(get().cart, { id: newId(), product, packaging, quantity }, apart || inPieces);
  const serialsOf = inPieces ? done.line : null;
  await setCart(done.cart, { selected: done.line, fresh: { line: done.line, at: Date.now() }, serialsOf });
}

export function select(line: string | null): void {
  set({ selected: line });
}

export async function step(by: 1 | -1): Promise<void> {
  const { cart, selected } = get();
  if (selected) await setCart(stepped(cart, selected, by));
}

export async function change(line: string, changes: Partial<TillLine>): Promise<void> {
  await setCart(changed(get().cart, line, changes));
}

export async function remove(line: string): Promise<void> {
  const { cart, memory } = get();
  const at = cart.lines.findIndex((one) => one.id === line);
  const taken = cart.lines[at];
  if (!taken) return;
  back = { cart: cart.id, put: (now) => ({ ...now, lines: now.lines.toSpliced(at, 0, taken) }) };
  const next = without(cart, line);
  const name = memory?.products.get(taken.product)?.name ?? "";
  await setCart(next, {
    selected: next.lines[Math.min(at, next.lines.length - 1)]?.id ?? null,
    taken: { what: "line", name },
  });
}

/** Put back what was taken out last, where its cart is at hand still. */
export async function undo(): Promise<void> {
  const { cart } = get();
  if (back?.cart !== cart.id) return;
  const next = back.put(cart);
  back = null;
  const put = next.lines.find((line) => !cart.lines.includes(line));
  await setCart(next, { taken: null, ...(put ? { selected: put.id } : {}) });
}

export async function chooseCustomer(customer: CatalogCustomer | null): Promise<void> {
  const { cart } = get();
  const before = { customer: cart.customer, site: cart.site };
  const gone = cart.customer?.id === customer?.id ? null : cart.customer;
  if (!gone) return setCart(withCustomer(cart, customer)); // what was taken out before can still be put back
  back = { cart: cart.id, put: (now) => ({ ...now, ...before }) };
  const what = customer ? "replaced" : "customer";
  await setCart(withCustomer(cart, customer), { taken: { what, name: gone.name } });
}

export type Mode = "quantity" | "percent" | "price";

/** Set the selected line's quantity, discount or price from what was typed; false where that says nothing. */
export async function typed(mode: Mode, text: string): Promise<boolean> {
  const { selected, cart, memory } = get();
  const line = cart.lines.find((one) => one.id === selected);
  if (!line || !memory) return false;
  if (mode === "quantity") {
    const product = memory.products.get(line.product);
    const decimals = memory.units.get(product?.unit ?? "")?.decimals ?? 0;
    const read = typedQuantity(text, { decimals, inPackages: Boolean(line.packaging) });
    if (read.problem !== null) return false;
    await change(line.id, { quantity: read.value.toString() });
  } else if (mode === "percent") {
    const read = typedPercent(text);
    if (read.problem !== null) return false;
    await change(line.id, { discount_percentage: read.value.toString(), discount_amount: "0" });
  } else {
    const read = typedPrice(text);
    if (read.problem !== null) return false;
    await change(line.id, { unit_price: read.value.toString() });
  }
  return true;
}

/** The next unit in which the line's product is sold: its base unit, then each packaging. */
export async function nextUnit(): Promise<void> {
  const { selected, cart, memory } = get();
  const line = cart.lines.find((one) => one.id === selected);
  const product = line && memory?.products.get(line.product);
  if (!line || !product) return;
  const units = [null, ...product.packagings.map((packaging) => packaging.id)];
  const at = units.indexOf(line.packaging ?? null);
  await change(line.id, { packaging: units[(at + 1) % units.length] ?? null, unit_price: null });
}

/** Choose the line above or below. */
export function move(by: number): void {
  const { cart, selected } = get();
  const at = cart.lines.findIndex((line) => line.id === selected);
  const to = at < 0 ? cart.lines.length - 1 : Math.max(0, Math.min(cart.lines.length - 1, at + by));
  select(cart.lines[to]?.id ?? null);
}
