/**
 * What providers are asked for: written down before they are, followed until it is known what became of it, told to whoever is at
 * the till. The server asks each provider once for each key; asking it again has no further effect.
 */
import { isOpen, type Stand, standOf, type Told } from "@/domain/charges";
import { asProblem, Problem } from "@/lib/problem";
import { call, isDecided } from "../local/http";
import { newId } from "../local/ids";
import { dropCart, forget, HELD, keep, vault } from "../local/vault";
import type { KeptCart } from "./cart";
import { release, settled, settledDraft } from "./mirror";
import { paymentOf } from "./pay";
import { roomFor } from "./queue";
import { payments, receiptOf } from "./receipt";
import { newRecord, type Receipt, type SaleRecord } from "./sale";
import { tendSoon } from "./tending";
import { get, now, set, startCart, type TenderLine } from "./till";
import type { Way } from "./ways";

export interface Charge {
  id: string;
  stand: Stand;
  way: Way;
  amount: string;
  /** All that the sale is paid by, this charge among it. */
  tenders: readonly TenderLine[];
  /** The sale that waits for it. */
  sale: string;
  asked_at: string;
  key: string;
  request: { path: string; body: Record<string, unknown> };
  /** The server's id of it, once that has told. */
  intent: string | null;
  /** Why it was declined, in the provider's words. */
  words: string;
  /** What the sale is made of, until it is known whether it was sold. */
  cart: KeptCart | null;
  receipt: Receipt;
  followed_at: number;
}

interface Intent extends Told {
  id: string;
  error_words: string;
}

interface Sold {
  id: string;
  receipt_number: string;
  total_amount: string;
  change: string;
  amount_due: string;
  due_date: string | null;
}

const CHARGE = "charge:";
const PATIENCE_MS = 15_000;
// Longer than the server waits for a provider.
const AGAIN_MS = 2_000;
const CLOSED_AGAIN_MS = 15_000;
const FOLLOWED_MS = 3 * 24 * 3_600_000;
// As long as the server follows what was given up. Source: docs/algorithms/payments.md.
const SETTLING_MS = 3_000;

const running = new Map<string, Promise<void>>();
let timer: ReturnType<typeof setInterval> | undefined;

/**
 * Ask the provider that is among these tenders; the others complete the sale beside it, once the money is there.
 * Raises: Problem of the server's refusal, with nothing asked; OFFLINE_TENDER; what a line of the cart lacks.
 */
export async function beginCharge(tenders: readonly TenderLine[]): Promise<void> {
  const { memory, priced, cart, session, online } = get();
  const payment = await paymentOf(tenders);
  const line = tenders.find((one) => one.way);
  if (!memory || !priced || !session || !line?.way || !payment?.settlement) {
    const [first] = payment?.problems ?? [];
    throw new Problem(first?.code ?? "NOT_READY", 0, "", (first?.data ?? {}) as Record<string, unknown>);
  }
  if (!online || !session.token) throw new Problem("OFFLINE_TENDER", 0, "", { method: line.method });
  await Promise.race([settled(), new Promise((go) => setTimeout(go, SETTLING_MS))]);
  const sale = settledDraft(cart);
  if (!sale) throw [...get().lineProblems.values()][0] ?? new Problem("NOT_SETTLED", 0, "");
  const at = new Date(now()).toISOString();
  const body = {
    sale,
    account: line.way.id,
    amount: line.amount,
    payments: payments(tenders.filter((one) => one !== line)),
    ...line.fields,
  };
  const path = line.method === "MOMO" ? "/api/payments/mobile-money/" : "/api/payments/card-intent/";
  const { settlement } = payment;
  const charge: Charge = {
    id: newId(),
    stand: "ASKING",
    way: line.way,
    amount: line.amount,
    tenders,
    sale,
    asked_at: at,
    key: crypto.randomUUID(),
    request: { path, body },
    intent: null,
    words: "",
    cart: get().cart,
    receipt: receiptOf({ priced, payment, settlement, memory, cart, number: "", at }),
    followed_at: 0,
  };
  await roomFor(() => keep(`${CHARGE}${charge.id}`, charge));
  set({ charge, unsure: true, tenders });
  keepAsking();
  await follow(charge);
}

/** The charge that a cart waits for. */
export async function chargeOf(cart: Pick<KeptCart, "id">): Promise<Charge | null> {
  return (await charges()).find((one) => one.cart?.id === cart.id && isOpen(one.stand)) ?? null;
}

async function charges(): Promise<Charge[]> {
  const rows = await vault.values.where("key").startsWith(CHARGE).toArray();
  return rows.map((row) => row.value as Charge);
}

/** What the till does for the charges that it knows of, from time to time. */
export async function tendCharges(): Promise<void> {
  const all = await charges();
  set({ news: all.filter(isNews) });
  for (const charge of all) {
    const isDue = isOpen(charge.stand) || (!isNews(charge) && Date.now() - charge.followed_at > CLOSED_AGAIN_MS);
    if (!isDue) continue;
    if (!isOpen(charge.stand) && Date.now() - Date.parse(charge.asked_at) > FOLLOWED_MS) await drop(charge);
    else await follow(charge).catch(() => undefined); // another one is not held up by it
  }
}

/** What somebody has to be told: money that came too late; what became of a sale that was left waiting. */
const isNews = ({ stand, cart }: Charge) => stand === "LATE" || (stand === "APPROVED" && !cart);

/** It was seen. */
export async function dismiss(charge: Charge): Promise<void> {
  await drop(charge);
}

async function drop({ id }: Charge): Promise<void> {
  await forget(`${CHARGE}${id}`);
  set({ news: get().news.filter((one) => one.id !== id) });
}

/** While a charge is open on the screen it is asked about again and again. */
export function keepAsking(): void {
  clearInterval(timer);
  timer = setInterval(() => {
    const { charge } = get();
    if (charge && isOpen(charge.stand)) void follow(charge).catch(() => undefined);
    else clearInterval(timer);
  }, AGAIN_MS);
}

/** Ask the server how it stands, or, where it has not told that it knows of it, for the charge itself. One question at a time. */
export function follow(charge: Charge): Promise<void> {
  const before = running.get(charge.id);
  if (before) return before;
  const asked = ask(charge).finally(() => running.delete(charge.id));
  running.set(charge.id, asked);
  return asked;
}

async function ask(charge: Charge): Promise<void> {
  const token = get().session?.token ?? null;
  const { intent, key, request } = charge;
  try {
    if (!token) throw new Problem("NETWORK_GONE", 0, "");
    const told = intent
      ? await call<Intent>("GET", `/api/payments/${intent}/status/`, { token, patience: PATIENCE_MS })
      : await call<Intent>("POST", request.path, { token, key, body: request.body, patience: PATIENCE_MS });
    await hear({ ...charge, intent: told.id }, told);
  } catch (error) {
    const problem = asProblem(error);
    if (!intent && isDecided(problem)) return notAsked(charge, problem);
    await unheard(charge, problem);
  }
}

/** The server said no to the request itself: nobody was asked for money, and the cart is as it was. */
async function notAsked(charge: Charge, problem: Problem): Promise<never> {
  await forget(`${CHARGE}${charge.id}`);
  if (isAtHand(charge)) set({ charge: null, unsure: false });
  else await giveCartBack(charge);
  throw problem;
}

/** No answer: neither paid nor unpaid. */
async function unheard(charge: Charge, { isOffline }: Problem): Promise<void> {
  if (isOffline && get().online) {
    set({ online: false });
    tendSoon();
  }
  if (isOpen(charge.stand)) await know({ ...charge, stand: "SILENT" });
}

/** What the server told of it. */
async function hear(charge: Charge, told: Intent): Promise<void> {
  const stand = standOf(told);
  const heard = { ...charge, stand, words: told.error_words, followed_at: Date.now() };
  if (stand === "APPROVED") return sold(heard);
  if (isOpen(stand)) return know(heard);
  if (stand === "REFUNDED") return drop(heard);
  await closed(heard);
}

/** The sale is booked: it is shown where it waited, told where somebody else is served meanwhile. */
async function sold(charge: Charge): Promise<void> {
  const token = get().session?.token ?? null;
  const told = await call<Sold>("GET", `/api/sales/${charge.sale}/`, { token });
  const { cart } = charge;
  const done = doneOf(charge, told);
  const wasAtHand = isAtHand(charge);
  const kept = { ...charge, cart: null, receipt: done.receipt };
  await vault.transaction("rw", vault.tables, async () => {
    await vault.sales.put(done);
    if (cart) await dropCart(cart);
    if (wasAtHand) await forget(`${CHARGE}${charge.id}`);
    else await keep(`${CHARGE}${charge.id}`, kept);
  });
  if (cart) release(cart);
  if (wasAtHand) set({ done, view: "done", charge: null, unsure: false, tenders: [] });
  else set({ news: (await charges()).filter(isNews) });
}

function doneOf({ key, receipt }: Charge, told: Sold): SaleRecord {
  const paid = {
    ...receipt,
    number: told.receipt_number,
    total: told.total_amount,
    change: told.change,
    due: told.amount_due,
    due_date: told.due_date,
  };
  return newRecord({ id: told.id, state: "DONE", key, receipt: paid });
}

/** It pays for nothing, for now: its sale is a cart again. It is followed on, for money that comes all the same. */
async function closed(charge: Charge): Promise<void> {
  const { cart } = charge;
  const wasAtHand = isAtHand(charge);
  if (!wasAtHand) await giveCartBack(charge);
  await keep(`${CHARGE}${charge.id}`, { ...charge, cart: null });
  if (wasAtHand) {
    set({ charge: { ...charge, cart }, unsure: false });
    void settled(); // its draft may be changed again
  }
  set({ news: (await charges()).filter(isNews) });
}

/** The cart that waited is found among those that are held. */
async function giveCartBack({ cart, receipt }: Charge): Promise<void> {
  if (!cart) return;
  await vault.transaction("rw", vault.carts, vault.values, async () => {
    await keep(`${HELD}${cart.id}`, { ...cart, total: receipt.total });
    await vault.carts.delete(cart.id);
  });
  tendSoon();
}

async function know(charge: Charge): Promise<void> {
  await keep(`${CHARGE}${charge.id}`, charge);
  if (isAtHand(charge)) set({ charge });
}

const isAtHand = ({ id }: Charge) => get().charge?.id === id;

/**
 * Give the charge at hand up: its sale is a cart again. Raises: Problem where the server could not be told; then it is as it was.
 */
export async function giveUp(): Promise<void> {
  const { charge } = get();
  if (!charge || !isOpen(charge.stand)) return;
  if (!charge.intent) await follow(charge);
  const { charge: known, session } = get();
  if (!known?.intent || !isOpen(known.stand)) {
    if (known && isOpen(known.stand)) throw new Problem("NETWORK_GONE", 0, "");
    return;
  }
  await running.get(known.id)?.catch(() => undefined);
  const path = `/api/payments/${known.intent}/cancel/`;
  try {
    await hear(
      known,
      await call<Intent>("POST", path, { token: session?.token ?? null, key: crypto.randomUUID(), body: {} }),
    );
  } catch (error) {
    if (asProblem(error).code !== "INTENT_NOT_OPEN") throw error;
    await follow(known); // it was over already
  }
}

/** Tell what the card machine said. Raises: Problem. */
export async function confirmCharge(approved: boolean, reference: string): Promise<void> {
  const { charge, session } = get();
  if (!charge?.intent) throw new Problem("NETWORK_GONE", 0, "");
  await running.get(charge.id)?.catch(() => undefined);
  const body = { approved, reference };
  const path = `/api/payments/${charge.intent}/confirm/`;
  await hear(
    charge,
    await call<Intent>("POST", path, { token: session?.token ?? null, key: crypto.randomUUID(), body }),
  );
}

/** Ask anew for what was not taken: another charge, of the same amount. Raises: as `beginCharge`. */
export async function chargeAgain(): Promise<void> {
  const { charge } = get();
  if (!charge) return;
  if (isOpen(charge.stand)) return follow(charge);
  set({ charge: null });
  await beginCharge(charge.tenders);
}

/** Back to the tender, or to the cart, with what was not asked of the provider. */
export function leaveCharge(view: "tender" | "cart"): void {
  const { charge, tenders } = get();
  if (!charge || isOpen(charge.stand)) return;
  set({ charge: null, unsure: false, view, tenders: view === "tender" ? tenders.filter((one) => !one.way) : [] });
}

/** The sale waits on while somebody else is served; what becomes of it is told. */
export function serveNext(): void {
  startCart();
}
