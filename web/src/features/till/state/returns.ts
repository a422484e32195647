/**
 * Goods that come back: the sale is found by its receipt, lines are chosen, the server reckons what they give back, somebody
 * approves it, then goods and money change hands. All of it needs a connection. Source: docs/algorithms/refunds.md.
 */
import { create } from "zustand";
import { FIRST_REASON, goesNow, goesTo } from "@/domain/comingBack";
import { decimal } from "@/domain/decimal";
import { asProblem, Problem } from "@/lib/problem";
import { vault } from "../local/vault";
import { byCode } from "./codes";
import { postOnce, read } from "./once";
import { newRecord, type Receipt } from "./sale";
import { refresh } from "./session";
import { get, set } from "./till";

export interface SoldLine {
  id: string;
  product: string;
  product_name: string;
  packaging: string | null;
  quantity: string;
  gross: string;
  serials: string[];
}

export interface SoldSale {
  id: string;
  receipt_number: string;
  status: string;
  customer: string | null;
  currency: string;
  total_amount: string;
  amount_due: string;
  amount_refunded: string;
  completed_at: string;
  items: SoldLine[];
  payments: { payment_method: string; amount_paid: string; direction?: string }[];
}

/** What the server says of a line: the warranty in days, and how much of it can still come back. */
export interface Eligibility {
  sale_item: string;
  is_refundable: boolean;
  days_since_purchase: number;
  warranty_days: number;
  remaining_days: number;
  reason: string;
  quantity_left: string;
}

export type Destination = "SHELF" | "DAMAGED" | "NONE";
export type RefundMethod = "CASH" | "ORIGINAL_PAYMENT" | "CREDIT_NOTE" | "EXCHANGE";
export type RestMethod = Exclude<RefundMethod, "EXCHANGE">;

export interface ChosenLine {
  quantity: string;
  destination: Destination;
  serials: readonly string[];
}

/** Money that went out, waits for its provider, or was refused by it; `replaces` the payment that was refused. */
export interface RefundPayment {
  id: string;
  payment_method: string;
  status: "PENDING" | "SUCCESSFUL" | "FAILED";
  amount_paid: string;
  replaces: string | null;
}

export interface Refund {
  id: string;
  /** None, and no receipt, of goods that came without one. */
  sale: string | null;
  refund_number: string | null;
  receipt_number: string | null;
  brought_by: string;
  kind: "RETURN" | "VOID";
  status: "PENDING" | "APPROVED" | "REJECTED" | "PROCESSED";
  refund_method: RefundMethod;
  currency: string;
  amount: string;
  tax_amount: string;
  rounding_amount: string;
  debt_amount: string;
  paid_amount: string;
  credited_amount: string;
  is_beyond_warranty: boolean;
  requested_by: string;
  processed_at: string | null;
  refund_items: { id: string; product_name: string; quantity: string; gross: string }[];
  payments: RefundPayment[];
  /** Of a credit note to nobody: told once, by the answer that grants it. */
  credit_code: string | null;
}

export type ReturnStep = "find" | "lines" | "brought" | "decide" | "done";

export interface Returning {
  step: ReturnStep;
  sale: SoldSale | null;
  eligibility: ReadonlyMap<string, Eligibility>;
  /** Asked for before and not done, or refused by a provider: it can be gone on with. */
  open: readonly Refund[];
  chosen: Readonly<Record<string, ChosenLine>>;
  reason: string;
  refund: Refund | null;
  /** The payments of the refund that are given out here and now. */
  given: ReadonlySet<string>;
  /** What the goods were exchanged for, just now. */
  sold: { id: string; receipt: Receipt } | null;
}

const NOTHING: Returning = {
  step: "find",
  sale: null,
  eligibility: new Map(),
  open: [],
  chosen: {},
  reason: FIRST_REASON,
  refund: null,
  given: new Set(),
  sold: null,
};

export const useReturn = create<Returning>(() => NOTHING);
const hand = useReturn.setState;

let turn = 0;

/** Something is asked for, or nothing any more: tells later whether that is still the last of it. */
function begin(): () => boolean {
  turn += 1;
  const mine = turn;
  return () => mine === turn;
}

/** To the screen of returns, with a receipt's number where one was scanned. */
export function startReturn(number = ""): void {
  begin();
  hand(NOTHING, true);
  set({ view: "return", layer: null, about: number });
}

export function endReturn(): void {
  begin();
  hand(NOTHING, true);
  set({ view: "cart", about: "" });
}

/** Find a sale by its receipt's whole number, or by a part that one sale alone has. Raises: Problem RECEIPT_NOT_FOUND. */
export async function findSale(text: string): Promise<void> {
  const isLast = begin();
  const number = encodeURIComponent(text.trim().toUpperCase());
  const exact = await read<{ results: { id: string }[] }>(
    `/api/sales/?is_completed=true&page_size=2&receipt_number=${number}`,
  );
  const found = exact.results.length
    ? exact
    : await read<{ results: { id: string }[] }>(`/api/sales/?is_completed=true&page_size=2&search=${number}`);
  const [sale, other] = found.results;
  if (!sale) throw new Problem("RECEIPT_NOT_FOUND", 0, "", { number: text.trim() });
  if (other) throw new Problem("RECEIPT_NOT_ONE", 0, "", { number: text.trim() });
  await showSale(sale.id, isLast);
}

async function showSale(id: string, isLast = begin()): Promise<void> {
  const [sale, told, open, refused] = await Promise.all([
    read<SoldSale>(`/api/sales/${id}/`),
    read<{ items: Eligibility[] }>(`/api/sales/${id}/refund-eligibility/`),
    read<{ results: Refund[] }>(`/api/refunds/?sale=${id}&status=PENDING&status=APPROVED`),
    read<{ results: Refund[] }>(`/api/refunds/?sale=${id}&is_refused=true`),
  ]);
  if (!isLast()) return; // another receipt was scanned meanwhile, or somebody has left
  const eligibility = new Map(told.items.map((each) => [each.sale_item, each]));
  hand({ ...NOTHING, step: "lines", sale, eligibility, open: [...refused.results, ...open.results] });
}

/** Go on with what was asked for before, or was done and refused by a provider. */
export async function takeUpRefund(id: string): Promise<void> {
  const refund = await read<Refund>(`/api/refunds/${id}/`);
  hand({ step: refund.status === "PROCESSED" ? "done" : "decide", refund, given: new Set() });
}

/** To what is brought without a receipt. */
export function showBrought(): void {
  hand({ step: "brought", sale: null, refund: null });
}

export function leftOf(line: SoldLine): string {
  return useReturn.getState().eligibility.get(line.id)?.quantity_left ?? "0";
}

/** So much of a line comes back: at least nothing, at most what is left of it. */
export function choose(line: SoldLine, changes: Partial<ChosenLine>): void {
  const { chosen, reason } = useReturn.getState();
  const before = chosen[line.id] ?? { quantity: "0", destination: goesTo(reason), serials: [] };
  const wanted = { ...before, ...changes };
  if (line.serials.length) wanted.quantity = String(wanted.serials.length);
  const [asked, left] = [decimal(wanted.quantity), decimal(leftOf(line))];
  const quantity = asked.isNegative ? "0" : asked.isAbove(left) ? left.toString() : wanted.quantity;
  hand({ chosen: { ...chosen, [line.id]: { ...wanted, quantity } } });
}

/** Why it comes back; lines go where such goods go, unless somebody said otherwise. */
export function giveReason(reason: string): void {
  const { chosen, reason: before } = useReturn.getState();
  const now = Object.entries(chosen).map(([id, line]): [string, ChosenLine] => [
    id,
    { ...line, destination: goesNow(line.destination, before, reason) },
  ]);
  hand({ reason, chosen: Object.fromEntries(now) });
}

export function chosenLines(): [string, ChosenLine][] {
  return Object.entries(useReturn.getState().chosen).filter(([, line]) => decimal(line.quantity).isPositive);
}

/** One more of the product with this code comes back; false where the sale has none left of it. */
export async function scanBack(code: string): Promise<boolean> {
  const found = await byCode(code);
  const { sale, chosen } = useReturn.getState();
  const line = sale?.items.find((item) => {
    const taken = decimal(chosen[item.id]?.quantity ?? "0");
    return item.product === found?.product.id && decimal(leftOf(item)).isAbove(taken) && !item.serials.length;
  });
  if (!line) return false;
  choose(line, {
    quantity: decimal(chosen[line.id]?.quantity ?? "0")
      .plus(decimal("1"))
      .toString(),
  });
  return true;
}

export interface Asking {
  method: RefundMethod;
  notes: string;
}

export const may = (capability: string) => get().session?.operator.capabilities.includes(capability) ?? false;

/** Ask for the refund of what is chosen; where the operator may approve it alone, it is approved. Raises: Problem. */
export async function askRefund({ method, notes }: Asking): Promise<void> {
  const { sale, reason } = useReturn.getState();
  if (!sale) return;
  const items = chosenLines().map(([id, line]) => ({
    sale_item: id,
    quantity: line.quantity,
    restock: line.destination !== "NONE",
    ...(line.destination === "NONE" ? {} : { destination: line.destination }),
    ...(line.serials.length ? { serials: line.serials } : {}),
  }));
  const body = { sale: sale.id, refund_method: method, reason, notes, items };
  await decideOn(await postOnce<Refund>("/api/refunds/", body));
}

/** What was asked for, to be decided on. Raises: Problem. */
export async function decideOn(refund: Refund): Promise<void> {
  hand({ refund, step: "decide" });
  if (!refund.is_beyond_warranty && may("refund.approve")) await approve({}).catch(ignoreFourEyes);
}

/** Above the limit somebody else approves it: that is asked for, and is no fault. */
function ignoreFourEyes(error: unknown): void {
  if (asProblem(error).code !== "REFUND_NEEDS_ANOTHER_APPROVER") throw error;
}

interface Approving {
  /** By somebody else's PIN; else by the operator's own session. */
  member?: string;
  pin?: string;
  override_warranty?: boolean;
  override_reason?: string;
}

/** Raises: Problem. */
export async function approve(by: Approving): Promise<void> {
  const { refund } = useReturn.getState();
  if (refund) hand({ refund: await postOnce<Refund>(`/api/refunds/${refund.id}/approve/`, by) });
}

/** Take the question back. Raises: Problem. */
export async function takeBack(reason: string): Promise<void> {
  const { refund } = useReturn.getState();
  if (refund) await postOnce<Refund>(`/api/refunds/${refund.id}/reject/`, { reason });
  if (refund?.sale) await showSale(refund.sale);
  else showBrought();
}

/** Goods come back, money goes back. Raises: Problem. */
export async function processRefund(): Promise<void> {
  const { refund } = useReturn.getState();
  if (refund) finish(await postOnce<Refund>(`/api/refunds/${refund.id}/process/`, {}));
}

/** Take the whole sale back that was just made by mistake. Raises: Problem. */
export async function voidSale(reason: string): Promise<void> {
  const { sale } = useReturn.getState();
  if (sale) finish(await postOnce<Refund>(`/api/sales/${sale.id}/void/`, { reason }));
}

export function finish(refund: Refund, sold: Returning["sold"] = null): void {
  hand({ refund, sold, step: "done", given: new Set(refund.payments.map((one) => one.id)) });
  set({ view: "return" });
  void refresh();
  writeDown(refund, sold).catch(() => undefined); // the server has it all the same
}

/** Among the sales of this till: what was taken back, and what was sold for it. */
async function writeDown({ sale, refund_number, kind }: Refund, sold: Returning["sold"]): Promise<void> {
  const one = { number: refund_number ?? "", isVoid: kind === "VOID" };
  if (sale) {
    await vault.sales
      .where("id")
      .equals(sale)
      .modify((row) => {
        row.returns = [...(row.returns ?? []), one];
      });
  }
  if (sold) await vault.sales.put(newRecord({ ...sold, state: "DONE", key: "" }));
}
