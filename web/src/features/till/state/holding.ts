/** Carts that wait: held at the server, where other tills find them, or on this device while there is no connection. */
import { Problem } from "@/lib/problem";
import { catalog } from "../local/catalog";
import { call } from "../local/http";
import { newId } from "../local/ids";
import { HELD, keep, vault } from "../local/vault";
import { emptyCart, isEmpty, type KeptCart, type TillLine } from "./cart";
import { adopt, release, settled, settledDraft } from "./mirror";
import { get, newCart, set, setCart } from "./till";

export interface HeldCart {
  id: string;
  label: string;
  total: string | null;
  made_at: string;
  /** The cart where this device holds it; else the server does. */
  cart: KeptCart | null;
}

interface Item {
  id: string;
  product: string;
  packaging: string | null;
  quantity: string;
  unit_price: string;
  price_source: string;
  discount_percentage: string;
  discount_fixed: string;
  serials: string[];
}

interface Draft {
  id: string;
  type: "RETAIL" | "WHOLESALE";
  customer: string | null;
  customer_site: string | null;
  discount_percentage: string;
  discount_fixed: string;
  total_amount: string;
  hold_label: string;
  updated_at: string;
  items: Item[];
}

const token = () => get().session?.token ?? null;

/** Put the cart at hand aside, named by its customer or by what is in it. */
export async function hold(): Promise<void> {
  const { cart, memory, priced, online } = get();
  if (isEmpty(cart)) return;
  const first = memory?.products.get(cart.lines[0]?.product ?? "")?.name ?? "";
  const label = (cart.customer?.name ?? first).slice(0, 80);
  if (online && token()) {
    await settled();
    const draft = settledDraft();
    if (draft) {
      await call("POST", `/api/sales/${draft}/hold/`, { token: token(), key: crypto.randomUUID(), body: { label } });
      release(cart);
      await newCart();
      return;
    }
    const { lineProblems, online: still } = get();
    if (still) throw [...lineProblems.values()][0] ?? new Problem("BUSY", 0, "");
  }
  await vault.transaction("rw", vault.values, vault.carts, async () => {
    await keep(`${HELD}${cart.id}`, { ...cart, label, total: priced?.total.toString() ?? null });
    await vault.carts.delete(cart.id);
  });
  release(cart);
  await newCart();
}

/** What waits here and at the server, the newest first. */
export async function heldCarts(): Promise<HeldCart[]> {
  const rows = await vault.values.where("key").startsWith(HELD).toArray();
  const local = rows.map((row) => {
    const cart = row.value as KeptCart & { total: string | null };
    return { id: cart.id, label: cart.label, total: cart.total, made_at: cart.made_at, cart };
  });
  if (!get().online || !token()) return local;
  const told = await call<{ results: Draft[] }>("GET", "/api/sales/?is_held=true&status=DRAFT&page_size=100", {
    token: token(),
  });
  const remote = told.results.map((sale) => ({
    id: sale.id,
    label: sale.hold_label,
    total: sale.total_amount,
    made_at: sale.updated_at,
    cart: null,
  }));
  return [...local, ...remote].sort((a, b) => (a.made_at < b.made_at ? 1 : -1));
}

/** Take a cart up again. What is at hand is held before, so that nothing is lost. */
export async function recall(held: HeldCart): Promise<void> {
  if (!isEmpty(get().cart)) await hold();
  if (held.cart) {
    const { cart } = held;
    await vault.transaction("rw", vault.values, vault.carts, async () => {
      await vault.carts.put(cart);
      await keep("cart", cart.id);
      await vault.values.delete(`${HELD}${held.id}`);
    });
    await setCart(cart, { selected: null });
    return;
  }
  const draft = await call<Draft>("POST", `/api/sales/${held.id}/recall/`, {
    token: token(),
    key: crypto.randomUUID(),
    body: {},
  });
  const lines = draft.items.map((item) => [item.id, lineOf(item)] as const);
  const cart: KeptCart = {
    ...emptyCart(get().session?.operator.member ?? "", new Date()),
    lines: lines.map(([, line]) => line),
    sale_type: draft.type,
    customer: draft.customer ? ((await catalog.customers.get(draft.customer)) ?? null) : null,
    site: draft.customer_site,
    discount_percentage: draft.discount_percentage,
    discount_amount: draft.discount_fixed,
    draft: draft.id,
    label: draft.hold_label,
  };
  adopt(cart, draft.id, new Map(lines.map(([item, line]) => [line.id, item])));
  await setCart(cart, { selected: cart.lines.at(-1)?.id ?? null });
}

function lineOf(item: Item): TillLine {
  return {
    id: newId(),
    product: item.product,
    packaging: item.packaging,
    quantity: item.quantity,
    unit_price: item.price_source === "MANUAL" ? item.unit_price : null,
    discount_percentage: item.discount_percentage,
    discount_amount: item.discount_fixed,
    serials: item.serials,
  };
}

/** Ask for what the operator may not do alone, and have it granted at this till by somebody's PIN. Raises: Problem. */
export async function approve(
  action: string,
  reason: string,
  approver: string,
  pin: string,
  amount?: string,
): Promise<void> {
  await settled();
  const draft = settledDraft();
  if (!draft) throw new Problem("BUSY", 0, "");
  const body = { action, reason, sale: draft, ...(amount ? { amount } : {}) };
  const asked = await call<{ id: string }>("POST", "/api/approvals/", {
    token: token(),
    key: crypto.randomUUID(),
    body,
  });
  await call("POST", `/api/approvals/${asked.id}/grant/`, { token: token(), body: { member: approver, pin } });
  set({ granted: [...get().granted, { id: asked.id, action }] });
}

/** Put the cart at hand aside before another act, silently where there is nothing in it. */
export async function holdIfAny(): Promise<boolean> {
  if (isEmpty(get().cart)) return false;
  await hold();
  return true;
}
