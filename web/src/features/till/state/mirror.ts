/**
 * The cart's draft at the server, which holds its stock. It follows the cart a moment behind; the cart never waits for it. What
 * the server has against a line is shown at the line.
 */
import { isOpen } from "@/domain/charges";
import { asProblem, type Problem } from "@/lib/problem";
import { call } from "../local/http";
import { vault } from "../local/vault";
import type { KeptCart, TillLine } from "./cart";
import { get, onCart, set } from "./till";

const DELAY_MS = 120;

interface Mirrored {
  draft: string;
  head: string;
  lines: Map<string, MirroredLine>;
}

interface MirroredLine {
  /** Its item there. */
  item: string | null;
  packaging: string | null;
  /** What was asked of it last, and what the server had against that. */
  sent: string;
  refused: Problem | null;
}

interface Held {
  reserved_until: string | null;
}

const drafts = new Map<string, Mirrored>();
let timer: ReturnType<typeof setTimeout> | undefined;
let running: Promise<void> = Promise.resolve();

const headOf = (cart: KeptCart) => ({
  type: cart.sale_type,
  customer: cart.customer?.id ?? null,
  customer_site: cart.site,
  discount_percentage: cart.discount_percentage,
  discount_amount: cart.discount_amount,
  coupons: cart.coupons.map((coupon) => coupon.code),
  for_approval: true,
});

/** What is asked of a line, as `items` of the API takes it. */
export function asked(line: TillLine): Record<string, unknown> {
  return {
    quantity: line.quantity,
    ...(line.unit_price ? { unit_price: line.unit_price } : {}),
    discount_percentage: line.discount_percentage ?? "0",
    discount_amount: line.discount_amount ?? "0",
    ...(line.serials?.length ? { serials: line.serials } : {}),
  };
}

const packagingOf = (line: TillLine): string | null => line.packaging ?? null;
const sentOf = (line: TillLine): string => JSON.stringify({ ...asked(line), packaging: packagingOf(line) });

function send<T>(method: string, path: string, body?: unknown): Promise<T> {
  return call<T>(method, path, { token: get().session?.token ?? null, key: crypto.randomUUID(), body });
}

/**
 * Take over a draft that was recalled: its items are the cart's lines, in their order. Its head is told to the server again:
 * what this till could not read of it is not there.
 */
export function adopt(cart: KeptCart, draft: string, items: ReadonlyMap<string, string>): void {
  const lines = cart.lines.map((line) => {
    const item = items.get(line.id) ?? null;
    return [line.id, { item, packaging: packagingOf(line), sent: sentOf(line), refused: null }] as const;
  });
  drafts.set(cart.id, { draft, head: "", lines: new Map(lines) });
}

/** The draft of a cart, where the server has all of it as it is. */
export function settledDraft(cart: KeptCart = get().cart): string | null {
  const mirrored = drafts.get(cart.id);
  if (!mirrored || mirrored.head !== JSON.stringify(headOf(cart))) return null;
  if (mirrored.lines.size !== cart.lines.length) return null;
  const isThere = (line: TillLine) => {
    const there = mirrored.lines.get(line.id);
    return there?.refused === null && there.sent === sentOf(line);
  };
  return cart.lines.every(isThere) ? mirrored.draft : null;
}

/** What the server has against the lines of a cart. */
export function problemsOf(cart: KeptCart): Map<string, Problem> {
  const found = new Map<string, Problem>();
  for (const [line, { refused }] of drafts.get(cart.id)?.lines ?? []) if (refused) found.set(line, refused);
  return found;
}

/** The id under which the server knows the cart, settled or not. */
export function draftOf(cart: KeptCart): string | null {
  return drafts.get(cart.id)?.draft ?? cart.draft;
}

/** Follow the cart at hand, or the one that is given, now, and wait for it. */
export function settled(cart?: KeptCart): Promise<void> {
  if (!cart) clearTimeout(timer);
  running = running.then(() => follow(cart ?? get().cart)).catch(() => undefined);
  return running;
}

/** Ask again for what was not there: stock has changed since. */
export function askForStockAgain(): void {
  const short = [...(drafts.get(get().cart.id)?.lines.values() ?? [])].filter(
    (line) => line.refused?.code === "INSUFFICIENT_STOCK",
  );
  for (const line of short) line.sent = "";
  if (short.length) void settled();
}

/** The draft is done with: it became a sale, or is held. */
export function release(cart: KeptCart): void {
  drafts.delete(cart.id);
}

export function startMirror(): void {
  onCart(() => {
    clearTimeout(timer);
    timer = setTimeout(() => void settled(), DELAY_MS);
  });
}

async function follow(cart: KeptCart): Promise<void> {
  const { session, online } = get();
  if (!session?.token || !online || isAsked(cart)) return;
  if (!cart.lines.length && !drafts.has(cart.id)) return;
  try {
    const mirrored = drafts.get(cart.id) ?? (await open(cart));
    await followHead(cart, mirrored);
    await followLines(cart, mirrored);
  } catch (error) {
    const problem = asProblem(error);
    if (problem.isOffline) set({ online: false });
    else if (["NOT_FOUND", "SALE_NOT_DRAFT"].includes(problem.code)) drafts.delete(cart.id);
    else if (get().cart.id === cart.id) set({ cartProblem: problem });
  }
}

/** A cart that waits for a provider can't be changed; its draft is the sale that waits. */
function isAsked(cart: KeptCart): boolean {
  const { charge } = get();
  return charge?.cart?.id === cart.id && isOpen(charge.stand);
}

async function open(cart: KeptCart): Promise<Mirrored> {
  const { type, customer, customer_site } = headOf(cart);
  if (cart.draft) await send("POST", `/api/sales/${cart.draft}/cancel/`, {}).catch(() => undefined); // before a reload
  const sale = await send<{ id: string }>("POST", "/api/sales/", { type, customer, customer_site });
  const mirrored: Mirrored = { draft: sale.id, head: "", lines: new Map() };
  drafts.set(cart.id, mirrored);
  const kept = { ...get().cart, draft: sale.id };
  if (kept.id === cart.id) {
    set({ cart: kept });
    await vault.carts.update(kept.id, { draft: sale.id }); // it may have been sold meanwhile
  }
  return mirrored;
}

async function followHead(cart: KeptCart, mirrored: Mirrored): Promise<void> {
  const head = JSON.stringify(headOf(cart));
  if (head === mirrored.head) return;
  await send("PATCH", `/api/sales/${mirrored.draft}/`, headOf(cart));
  mirrored.head = head;
}

async function followLines(cart: KeptCart, mirrored: Mirrored): Promise<void> {
  const base = `/api/sales/${mirrored.draft}/items/`;
  const here = new Set(cart.lines.map((line) => line.id));
  for (const [id, { item }] of [...mirrored.lines]) {
    if (here.has(id)) continue;
    if (item) await send("DELETE", `${base}${item}/`);
    mirrored.lines.delete(id);
    tell(cart, id, null);
  }
  for (const line of cart.lines) {
    const before = mirrored.lines.get(line.id);
    const [sent, packaging] = [sentOf(line), packagingOf(line)];
    if (before?.sent === sent) continue;
    // An item keeps its unit: a line in another one is another item.
    const isOther = before?.packaging !== packaging;
    try {
      if (before?.item && isOther) {
        await send("DELETE", `${base}${before.item}/`);
        mirrored.lines.delete(line.id);
      }
      const told = await sendLine(base, line, isOther ? null : (before?.item ?? null));
      mirrored.lines.set(line.id, { item: told.id, packaging, sent, refused: null });
      tell(cart, line.id, null);
      if (get().cart.id === cart.id && told.reserved_until) set({ reservedUntil: told.reserved_until });
    } catch (error) {
      const problem = asProblem(error);
      if (problem.isOffline || ["NOT_FOUND", "SALE_NOT_DRAFT", "BUSY", "UNAVAILABLE"].includes(problem.code))
        throw problem;
      const item = mirrored.lines.get(line.id)?.item ?? null;
      mirrored.lines.set(line.id, {
        item,
        packaging: item ? (before?.packaging ?? null) : packaging,
        sent,
        refused: problem,
      });
      tell(cart, line.id, problem);
    }
  }
}

/** A line as an item of the draft: the one that it is already, or a new one. */
async function sendLine(base: string, line: TillLine, item: string | null): Promise<Held & { id: string }> {
  const body = { ...asked(line), for_approval: true };
  if (!item) return send("POST", base, { ...body, product: line.product, packaging: packagingOf(line) });
  const told = await send<Held>("PATCH", `${base}${item}/`, { ...body, unit_price: line.unit_price ?? null });
  return { ...told, id: item };
}

function tell(cart: KeptCart, line: string, problem: Problem | null): void {
  if (get().cart.id !== cart.id) return;
  const problems = new Map(get().lineProblems);
  if (problem) problems.set(line, problem);
  else if (!problems.delete(line)) return;
  set({ lineProblems: problems });
}
