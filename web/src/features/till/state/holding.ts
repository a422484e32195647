/** Carts that wait: held at the server, where other tills find them, or on this device while there is no connection. */
import { asProblem, Problem } from "@/lib/problem";
import { call, isDecided } from "../local/http";
import { newId } from "../local/ids";
import { forget, HELD, keep, kept, vault } from "../local/vault";
import { emptyCart, isEmpty, type KeptCart, type TillLine } from "./cart";
import { readCoupon } from "./coupons";
import { customerOf } from "./customers";
import { adopt, problemsOf, release, settled, settledDraft } from "./mirror";
import { roomFor } from "./queue";
import { get, meetGoods, set, showCart, startCart, type TillState } from "./till";

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
  coupons: string[];
  discount_percentage: string;
  discount_fixed: string;
  total_amount: string;
  hold_label: string;
  updated_at: string;
  items: Item[];
}

const token = () => get().session?.token ?? null;

/** A cart that is put aside on this device, until the server holds it. */
interface Aside extends KeptCart {
  total: string | null;
  /** The key under which the server was asked to hold its draft. */
  asked?: string;
}

/** What is being asked of the server for carts that were put aside, by cart: the draft that it holds then. */
const asking = new Map<string, Promise<string | null>>();
/** The drafts of carts that the server holds, as this window gave them to it: a list of held carts may be older. */
const there = new Map<string, string>();

/**
 * Put the cart at hand aside, named by its customer or by what is in it. The till is free at once: the cart is kept here, and
 * given to the server behind it, where other tills find it. Raises: Problem QUOTA_FULL, with the cart at hand still.
 */
export async function hold(): Promise<void> {
  const aside = asideOf(get());
  startCart();
  await putAside(aside).catch((error) => {
    if (isEmpty(get().cart)) showCart(aside, { lineProblems: problemsOf(aside) });
    throw error;
  });
}

function asideOf({ cart, memory, priced }: TillState): Aside {
  const first = memory?.products.get(cart.lines[0]?.product ?? "")?.name ?? "";
  const label = (cart.customer?.name ?? first).slice(0, 80);
  return { ...cart, label, total: priced?.total.toString() ?? null };
}

async function putAside(aside: Aside): Promise<void> {
  if (isEmpty(aside)) {
    await vault.carts.delete(aside.id).catch(() => undefined);
    return;
  }
  const write = () =>
    vault.transaction("rw", vault.values, vault.carts, async () => {
      await keep(`${HELD}${aside.id}`, aside);
      await vault.carts.delete(aside.id);
    });
  await roomFor(write);
  heldThere(aside.id).catch(() => undefined); // it stays here
}

/** Give a cart that was put aside to the server; the draft that it holds, or null where it stays here. */
function heldThere(id: string): Promise<string | null> {
  const known = there.get(id);
  if (known) return Promise.resolve(known);
  const running = asking.get(id) ?? askToHold(id).finally(() => asking.delete(id));
  asking.set(id, running);
  return running;
}

async function askToHold(id: string): Promise<string | null> {
  const aside = await kept<Aside>(`${HELD}${id}`);
  if (!aside || !get().online || !token()) return null;
  if (!aside.asked) await settled(aside);
  const draft = aside.asked ? aside.draft : settledDraft(aside);
  if (!draft) return null;
  const key = aside.asked ?? crypto.randomUUID();
  await keep(`${HELD}${id}`, { ...aside, draft, asked: key });
  try {
    await call("POST", `/api/sales/${draft}/hold/`, { token: token(), key, body: { label: aside.label } });
  } catch (error) {
    const { asked: _, ...unasked } = aside;
    if (isDecided(asProblem(error))) await keep(`${HELD}${id}`, unasked);
    return null;
  }
  there.set(id, draft);
  await forget(`${HELD}${id}`);
  release(aside);
  return draft;
}

/** Ask again for carts of which nobody knows whether the server holds them. */
export async function giveAside(): Promise<void> {
  for (const row of await vault.values.where("key").startsWith(HELD).toArray()) {
    if ((row.value as Aside).asked) await heldThere((row.value as Aside).id);
  }
}

/** What waits here and at the server, the newest first. */
export async function heldCarts(): Promise<HeldCart[]> {
  const rows = await vault.values.where("key").startsWith(HELD).toArray();
  const asides = rows.map((row) => row.value as Aside);
  const local = asides.map((cart) => ({
    id: cart.id,
    label: cart.label,
    total: cart.total,
    made_at: cart.made_at,
    cart,
  }));
  if (!get().online || !token()) return local;
  const told = await call<{ results: Draft[] }>("GET", "/api/sales/?is_held=true&status=DRAFT&page_size=100", {
    token: token(),
  });
  const here = new Set(asides.map((cart) => cart.draft));
  const remote = told.results
    .filter((sale) => !here.has(sale.id))
    .map((sale) => ({
      id: sale.id,
      label: sale.hold_label,
      total: sale.total_amount,
      made_at: sale.updated_at,
      cart: null,
    }));
  return [...local, ...remote].sort((a, b) => (a.made_at < b.made_at ? 1 : -1));
}

/** Take a cart up again. What is at hand is held before, so that nothing is lost. Raises: Problem. */
export async function recall(held: HeldCart): Promise<void> {
  if (!held.cart) return recallThere(held.id);
  const draft = await heldThere(held.id);
  if (draft) return recallThere(draft);
  const aside = await kept<Aside>(`${HELD}${held.id}`);
  if (!aside) throw new Problem("NOT_FOUND", 0, "");
  const { total: _, asked: __, ...cart } = aside;
  await takeUp(cart, { selected: null, lineProblems: problemsOf(cart) });
  await vault.transaction("rw", vault.values, vault.carts, async () => {
    await vault.carts.put(cart);
    await forget(`${HELD}${held.id}`);
  });
}

/** Show a cart, and put aside what is at hand by then: it may have been scanned just now. */
async function takeUp(cart: KeptCart, more: Partial<TillState>): Promise<void> {
  await meetGoods(cart);
  const before = asideOf(get());
  showCart(cart, more);
  await putAside(before);
}

async function recallThere(id: string): Promise<void> {
  const draft = await call<Draft>("POST", `/api/sales/${id}/recall/`, {
    token: token(),
    key: crypto.randomUUID(),
    body: {},
  });
  const lines = draft.items.map((item) => [item.id, lineOf(item)] as const);
  const coupons = await Promise.all(draft.coupons.map(readCoupon));
  const cart: KeptCart = {
    ...emptyCart(new Date()),
    lines: lines.map(([, line]) => line),
    sale_type: draft.type,
    customer: draft.customer ? await customerOf(draft.customer).catch(() => null) : null,
    site: draft.customer_site,
    discount_percentage: draft.discount_percentage,
    discount_amount: draft.discount_fixed,
    coupons: coupons.filter((coupon) => typeof coupon !== "string"),
    draft: draft.id,
    label: draft.hold_label,
  };
  adopt(cart, draft.id, new Map(lines.map(([item, line]) => [line.id, item])));
  await takeUp(cart, { selected: cart.lines.at(-1)?.id ?? null });
  if (draft.customer && !cart.customer) set({ cartProblem: new Problem("CUSTOMER_LEFT_OUT", 0, "") });
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
