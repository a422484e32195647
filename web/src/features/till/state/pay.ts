/**
 * Completing a sale, once. It is written down first; then the server is asked, under one key however often. Without an answer it
 * is sold offline under the same id, so that the server knows it again if it had booked it after all.
 */
import type { Need, PricedCart } from "@/domain/cart";
import { decimal } from "@/domain/decimal";
import { type Payment, payCart } from "@/domain/payment";
import type { Settlement } from "@/domain/settlement";
import { FROM_A_WALLET } from "@/domain/wallets";
import { asProblem, Problem } from "@/lib/problem";
import { catalog } from "../local/catalog";
import { call, isDecided } from "../local/http";
import { newId } from "../local/ids";
import type { Memory } from "../local/memory";
import { dropCart, HELD, keep, vault } from "../local/vault";
import type { KeptCart } from "./cart";
import { draftOf, release, settled, settledDraft } from "./mirror";
import { count, roomFor, sellOffline } from "./queue";
import { checkoutBody, payments, receiptOf, shownOf } from "./receipt";
import { newRecord, type Receipt, type SaleRecord } from "./sale";
import { tendSoon } from "./tending";
import { cartFacts, get, now, set, type TenderLine } from "./till";

const PATIENCE_MS = 8_000;
// As long as a cashier stands before a customer without a word. Source: the till's layout, "Tender".
const SETTLING_MS = 3_000;
// Of which so long for the cart's draft; without it the whole sale is sent.
const BOOKED: readonly string[] = ["SALE_NOT_DRAFT", "SALE_ID_REUSED"];
// What the server says of a sale that it has, and that is asked for otherwise.

/** What these tenders come to. */
export async function paymentOf(tenders: readonly TenderLine[]): Promise<Payment | null> {
  const { memory, cart, priced } = get();
  if (!memory || !priced) return null;
  const credit = cart.customer ? ((await catalog.credit.get(cart.customer.id)) ?? null) : null;
  const given = tenders.map(({ method, amount }) => ({
    method,
    amount: decimal(amount),
    fromWallet: FROM_A_WALLET.includes(method),
  }));
  return payCart(memory, cartFacts(cart), priced, given, credit);
}

/** What somebody else has to approve before this can be completed, that nobody has yet. */
export function openNeeds(payment: Payment | null): Need[] {
  const { priced, granted } = get();
  const needs = [...(priced?.needs ?? []), ...(payment?.needs ?? [])];
  const actions = new Set(granted.map((one) => one.action));
  const open = needs.filter((need) => !actions.has(need.action));
  return open.filter((need, at) => open.findIndex((other) => other.action === need.action) === at);
}

interface Answered {
  id: string;
  receipt_number: string;
  total_amount: string;
  change: string;
  amount_due: string;
  due_date: string | null;
}

/** A sale as it is being completed: all that it is made from, as it stood when somebody pressed. */
interface Completing {
  cart: KeptCart;
  priced: PricedCart;
  memory: Memory;
  settlement: Settlement;
  tenders: readonly TenderLine[];
}

/**
 * Complete the sale with these tenders.
 * Raises: Problem of the server's refusal (nothing was sold); OFFLINE_TENDER, OFFLINE_APPROVAL, NO_GRANT where it can't be sold
 * without a connection; NOT_CONFIRMED where nobody knows whether it was booked and it can't be sold offline: ask again, or pay
 * otherwise, which is the same sale: of two ways to pay for it one is booked.
 */
export async function complete(tenders: readonly TenderLine[]): Promise<SaleRecord> {
  const { memory, priced, cart, session } = get();
  const payment = await paymentOf(tenders);
  if (!memory || !priced || !session || !payment?.settlement) {
    const [first] = payment?.problems ?? [];
    throw new Problem(first?.code ?? "NOT_READY", 0, "", (first?.data ?? {}) as Record<string, unknown>);
  }
  const { settlement } = payment;
  const completing: Completing = { cart, priced, memory, settlement, tenders };
  const before = await askedFor(cart);
  if (!before && get().online) await Promise.race([settled(), new Promise((go) => setTimeout(go, SETTLING_MS))]);
  const at = new Date(now()).toISOString();
  const receipt = receiptOf({ priced, payment, settlement, memory, cart, number: "", at });
  const id = before?.id ?? newId();
  const record = { ...newRecord({ id, state: "ASKING", key: crypto.randomUUID(), receipt }), cart };
  if (before) {
    const asking = otherwise(before, record, completing);
    if (asking !== before) await roomFor(() => vault.sales.put(asking));
    return pursue(asking, completing);
  }
  if (!get().online || !session.token) return offline(record, completing);
  const asking = { ...record, request: requestOf(record, completing) };
  await roomFor(() => vault.sales.put(asking));
  return pursue(asking, completing, true);
}

/** What was asked for this cart, of which nobody knows yet whether it was booked: first of all that has to be known. */
export async function askedFor(cart: KeptCart): Promise<SaleRecord | undefined> {
  const asking = await vault.sales.where("state").equals("ASKING").toArray();
  return asking.find((record) => record.cart?.id === cart.id);
}

/** What was asked before, paid otherwise: another request for the same sale, of which the server books one. */
function otherwise(before: SaleRecord, record: SaleRecord, { tenders, settlement }: Completing): SaleRecord {
  if (!before.request) return before;
  const { key, receipt, request, earlier = [] } = before;
  const granted = get().granted.map((one) => one.id);
  const body = {
    ...request.body,
    payments: payments(tenders),
    expected_total: settlement.totalAmount.toString(),
    approvals: [...new Set([...((request.body.approvals ?? []) as string[]), ...granted])],
  };
  if (JSON.stringify(body) === JSON.stringify(request.body)) return before;
  return { ...record, request: { ...request, body }, earlier: [{ key, receipt, request }, ...earlier] };
}

/** Ask until it is known, or sell it offline under the same id. */
async function pursue(asking: SaleRecord, completing: Completing, isFirst = false): Promise<SaleRecord> {
  try {
    if (!get().session?.token) throw new Problem("NETWORK_GONE", 0, "");
    return await askWhole(asking);
  } catch (error) {
    const problem = asProblem(error);
    if (isDecided(problem) || (isFirst && problem.status === 401)) {
      await vault.sales.delete(asking.id);
      set({ unsure: false });
      throw problem;
    }
    if (problem.status === 401) throw problem;
    return soldWithout(asking, completing);
  }
}

/** Ask for a sale; where the server says that it has it already, for what was asked of the same sale before. */
async function askWhole(record: SaleRecord): Promise<SaleRecord> {
  try {
    return await confirmed(record, await ask(record));
  } catch (error) {
    const [before, ...earlier] = record.earlier ?? [];
    if (!before || !BOOKED.includes(asProblem(error).code)) throw error;
    return askWhole({ ...record, ...before, earlier });
  }
}

/** Sell offline what the server was asked for without an answer. */
function soldWithout(asking: SaleRecord, completing: Completing): Promise<SaleRecord> {
  set({ online: false });
  tendSoon();
  return offline(asking, completing).catch((refused) => {
    set({ unsure: true });
    throw new Problem("NOT_CONFIRMED", 0, "", { because: asProblem(refused).code });
  });
}

/** Carry on with the sale that was being completed when the till was closed or killed. */
export async function resume(asked: SaleRecord): Promise<void> {
  const given = (asked.request?.body.payments ?? []) as {
    payment_method: string;
    amount_paid: string;
    transaction_reference?: string;
    code?: string;
  }[];
  const tenders = given.map((one) => ({
    id: newId(),
    method: one.payment_method,
    amount: one.amount_paid,
    reference: one.transaction_reference ?? "",
    ...(one.code ? { code: one.code } : {}),
  }));
  set({ busy: true, view: "tender", tenders });
  try {
    set({ done: await complete(tenders), view: "done", busy: false, unsure: false });
  } catch (refused) {
    const problem = asProblem(refused);
    if (get().unsure) set({ busy: false, cartProblem: problem });
    else set({ busy: false, view: "cart", tenders: [], cartProblem: problem });
  }
}

/** What the server is asked: to complete the draft that it holds, or, where it has none, to book the whole sale. */
function requestOf(record: SaleRecord, { cart, tenders, settlement }: Completing): SaleRecord["request"] {
  const { granted } = get();
  const draft = settledDraft(cart);
  const settling = {
    payments: payments(tenders),
    expected_total: settlement.totalAmount.toString(),
    approvals: granted.map((one) => one.id),
  };
  if (draft) return { path: `/api/sales/${draft}/complete/`, body: settling };
  return { path: "/api/sales/checkout/", body: { ...checkoutBody(cart, tenders), ...settling, id: record.id } };
}

async function ask(record: SaleRecord): Promise<Answered> {
  const token = get().session?.token ?? null;
  const { path, body } = record.request ?? { path: "", body: {} };
  for (let tries = 0; ; tries += 1) {
    try {
      return await call<Answered>("POST", path, { token, key: record.key, body, patience: PATIENCE_MS });
    } catch (error) {
      const { code } = asProblem(error);
      if (!["BUSY", "IN_PROGRESS"].includes(code) || tries >= 4) throw error;
      await new Promise((go) => setTimeout(go, 400 * (tries + 1)));
    }
  }
}

/**
 * Ask again for sales of which nobody knows whether they were booked: under the same key it has one effect. One that was refused
 * was not sold; its cart is given back.
 */
export async function askAgain(): Promise<void> {
  if (!get().session?.token) return;
  for (const record of await vault.sales.where("state").equals("ASKING").toArray()) {
    if (get().busy) return;
    try {
      const done = await askWhole(record);
      if (record.cart?.id === get().cart.id && get().view !== "done") set({ done, view: "done", unsure: false });
    } catch (error) {
      const problem = asProblem(error);
      if (!isDecided(problem)) throw error;
      await giveBack(record, problem);
    }
  }
}

/** It was not sold: the cart is at hand still, or is found among those that are held. */
async function giveBack(record: SaleRecord, problem: Problem): Promise<void> {
  const { cart } = record;
  if (cart && cart.id === get().cart.id) {
    await vault.sales.delete(record.id);
    set({ cartProblem: problem, unsure: false });
    return;
  }
  await vault.transaction("rw", vault.sales, vault.values, async () => {
    await vault.sales.put({ ...record, state: "REFUSED", code: problem.code, detail: problem.detail, cart: null });
    if (cart) await keep(`${HELD}${cart.id}`, { ...cart, total: record.receipt.total });
  });
}

async function confirmed(record: SaleRecord, answer: Answered): Promise<SaleRecord> {
  const receipt: Receipt = {
    ...record.receipt,
    number: answer.receipt_number,
    total: answer.total_amount,
    change: answer.change,
    due: answer.amount_due,
    due_date: answer.due_date,
  };
  const done: SaleRecord = { ...record, id: answer.id, state: "DONE", receipt, cart: null, request: null, earlier: [] };
  await vault.transaction("rw", vault.tables, async () => {
    if (answer.id !== record.id) await vault.sales.delete(record.id);
    await vault.sales.put(done);
    if (record.cart) await dropCart(record.cart);
  });
  if (record.cart) release(record.cart);
  return done;
}

/** The draft that the server was asked to complete: it may have done so, whatever draft the cart has got since. */
function draftAsked(record: SaleRecord): string | null {
  return /^\/api\/sales\/([^/]+)\/complete\/$/.exec(record.request?.path ?? "")?.[1] ?? null;
}

async function offline(record: SaleRecord, completing: Completing): Promise<SaleRecord> {
  const { cart, priced, memory, settlement, tenders } = completing;
  const { session, cannotSellOffline } = get();
  const grant = session?.grant;
  if (cannotSellOffline) throw new Problem("STORAGE_REFUSED", 0, cannotSellOffline);
  if (!grant) throw new Problem("NO_GRANT", 0, "");
  if (new Date(grant.grant.expires_at).getTime() < now()) throw new Problem("GRANT_ENDED", 0, "");
  const method = tenders.find((tender) => !grant.grant.tenders.includes(tender.method))?.method;
  if (method) throw new Problem("OFFLINE_TENDER", 0, "", { method });
  const { amountDue } = settlement;
  if (amountDue.isPositive && amountDue.isAbove(decimal(grant.grant.credit_limit))) {
    throw new Problem("OFFLINE_CREDIT", 0, "", { limit: grant.grant.credit_limit });
  }
  if (openNeeds(null).length) throw new Problem("OFFLINE_APPROVAL", 0, "");
  const sale = { ...checkoutBody(cart, tenders), id: record.id, occurred_at: new Date().toISOString() };
  const shown = shownOf(priced, settlement, memory);
  const payload = { sale, shown, cart: draftAsked(record) ?? draftOf(cart) };
  const sold = await sellOffline(
    { ...record, cart: null, request: null, earlier: [] },
    grant,
    priced.day,
    payload,
    cart,
  );
  release(cart);
  await count();
  tendSoon();
  return sold;
}
