/**
 * Completing a sale, once. It is written down first; then the server is asked, under one key however often. Without an answer it
 * is sold offline under the same id, so that the server knows it again if it had booked it after all.
 */
import type { Need } from "@/domain/cart";
import { decimal } from "@/domain/decimal";
import { type Payment, payCart } from "@/domain/payment";
import type { Settlement } from "@/domain/settlement";
import { asProblem, Problem } from "@/lib/problem";
import { catalog } from "../local/catalog";
import { call } from "../local/http";
import { newId } from "../local/ids";
import { vault } from "../local/vault";
import { draftOf, release, settled, settledDraft } from "./mirror";
import { count, sellOffline, tendSoon } from "./queue";
import { checkoutBody, payments, receiptOf, shownOf } from "./receipt";
import type { Receipt, SaleRecord } from "./sale";
import { cartFacts, get, now, set, type TenderLine } from "./till";

const PATIENCE_MS = 8_000;
// As long as a cashier stands before a customer without a word. Source: the till's layout, "Tender".

/** What these tenders come to. */
export async function paymentOf(tenders: readonly TenderLine[]): Promise<Payment | null> {
  const { memory, cart, priced } = get();
  if (!memory || !priced) return null;
  const credit = cart.customer ? ((await catalog.credit.get(cart.customer.id)) ?? null) : null;
  const given = tenders.map(({ method, amount }) => ({ method, amount: decimal(amount) }));
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

/**
 * Complete the sale with these tenders.
 * Raises: Problem of the server's refusal (nothing was sold); OFFLINE_TENDER, OFFLINE_APPROVAL, NO_GRANT where it can't be sold
 * without a connection; NOT_CONFIRMED where nobody knows whether it was booked and it can't be sold offline: ask again.
 */
export async function complete(tenders: readonly TenderLine[]): Promise<SaleRecord> {
  const { memory, priced, cart, session } = get();
  const payment = await paymentOf(tenders);
  if (!memory || !priced || !session || !payment?.settlement) {
    const [first] = payment?.problems ?? [];
    throw new Problem(first?.code ?? "NOT_READY", 0, "", (first?.data ?? {}) as Record<string, unknown>);
  }
  const { settlement } = payment;
  if (get().online) await Promise.race([settled(), new Promise((go) => setTimeout(go, PATIENCE_MS))]);
  const at = new Date(now()).toISOString();
  const record: SaleRecord = {
    id: newId(),
    state: "ASKING",
    made_at: at,
    key: crypto.randomUUID(),
    receipt: receiptOf({ priced, payment, settlement, memory, cart, number: "", at }),
    sequence: null,
    envelope: null,
    flags: [],
    differences: [],
    code: null,
    detail: null,
    request: null,
    cart,
  };
  if (!get().online || !session.token) return offline(record, tenders, settlement);
  const asking = { ...record, request: requestOf(record, tenders, settlement) };
  await vault.sales.put(asking);
  try {
    return await confirmed(asking, await ask(asking));
  } catch (error) {
    const problem = asProblem(error);
    if (isDecided(problem)) {
      await vault.sales.delete(record.id);
      throw problem;
    }
    set({ online: false });
    tendSoon();
    return offline(record, tenders, settlement).catch((refused) => {
      throw new Problem("NOT_CONFIRMED", 0, "", { because: asProblem(refused).code });
    });
  }
}

/** What the server is asked: to complete the draft that it holds, or, where it has none, to book the whole sale. */
function requestOf(record: SaleRecord, tenders: readonly TenderLine[], settlement: Settlement): SaleRecord["request"] {
  const { granted, cart } = get();
  const draft = settledDraft();
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

/** Whether the server has said no. Where it has not, the sale may be booked, or may still be. */
function isDecided(problem: Problem): boolean {
  return !problem.isOffline && problem.status < 500 && !["BUSY", "IN_PROGRESS", "UNAVAILABLE"].includes(problem.code);
}

/**
 * Ask again for sales of which nobody knows whether they were booked: under the same key it has one effect. One that was refused
 * was not sold; its cart is still there.
 */
export async function askAgain(): Promise<void> {
  if (!get().session?.token) return;
  for (const record of await vault.sales.where("state").equals("ASKING").toArray()) {
    if (get().busy) return;
    try {
      await confirmed(record, await ask(record));
    } catch (error) {
      const problem = asProblem(error);
      if (!isDecided(problem)) throw error;
      await vault.sales.put({ ...record, state: "REFUSED", code: problem.code, detail: problem.detail });
    }
  }
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
  const done: SaleRecord = { ...record, id: answer.id, state: "DONE", receipt, cart: null, request: null };
  await vault.transaction("rw", vault.sales, async () => {
    if (answer.id !== record.id) await vault.sales.delete(record.id);
    await vault.sales.put(done);
  });
  if (record.cart) release(record.cart);
  return done;
}

async function offline(
  record: SaleRecord,
  tenders: readonly TenderLine[],
  settlement: Settlement,
): Promise<SaleRecord> {
  const { memory, priced, cart, session, cannotSellOffline } = get();
  const grant = session?.grant;
  if (cannotSellOffline) throw new Problem("STORAGE_REFUSED", 0, cannotSellOffline);
  if (!memory || !priced || !grant) throw new Problem("NO_GRANT", 0, "");
  if (new Date(grant.grant.expires_at).getTime() < now()) throw new Problem("GRANT_ENDED", 0, "");
  const method = tenders.find((tender) => !grant.grant.tenders.includes(tender.method))?.method;
  if (method) throw new Problem("OFFLINE_TENDER", 0, "", { method });
  const { amountDue } = settlement;
  if (amountDue.isPositive && amountDue.isAbove(decimal(grant.grant.credit_limit))) {
    throw new Problem("OFFLINE_CREDIT", 0, "", { limit: grant.grant.credit_limit });
  }
  if (openNeeds(null).length) throw new Problem("OFFLINE_APPROVAL", 0, "");
  const sale = { ...checkoutBody(cart, tenders), id: record.id, occurred_at: new Date().toISOString() };
  const sold = await sellOffline({ ...record, cart: null, request: null }, grant, priced.day, {
    sale,
    shown: shownOf(priced, settlement, memory),
    cart: draftOf(cart),
  });
  release(cart);
  await count();
  tendSoon();
  return sold;
}
