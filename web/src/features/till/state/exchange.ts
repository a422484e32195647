/** Goods that came back are exchanged for those of the cart at hand: both in one, and the difference paid or given back. */
import { create } from "zustand";
import { currencyOf, type PricedCart } from "@/domain/cart";
import { type Decimal, decimal, max, ZERO } from "@/domain/decimal";
import { roundToStep } from "@/domain/money";
import { call } from "../local/http";
import type { Memory } from "../local/memory";
import { forget, keep, kept } from "../local/vault";
import type { KeptCart } from "./cart";
import { draftOf, release, settled } from "./mirror";
import { postOnce } from "./once";
import { checkoutBody, receiptOf } from "./receipt";
import { endReturn, finish, type Refund, type RestMethod, useReturn } from "./returns";
import type { Receipt } from "./sale";
import { get, newCart, set, setCart, type TenderLine } from "./till";

export interface InHand {
  /** The cart that the goods are exchanged for; no other one is paid with them. */
  cart: string;
  refund: Pick<Refund, "id" | "amount" | "currency"> & { receipt_number: string };
  /** What the goods are worth, less what is owed for them. */
  worth: string;
}

export const useExchange = create<{ inHand: InHand | null }>(() => ({ inHand: null }));

const KEPT = "exchange";

/** The approved refund goes into the cart at hand. */
export async function startExchange(): Promise<void> {
  const { refund, sale } = useReturn.getState();
  if (!refund?.receipt_number) return;
  const worth = max(ZERO, decimal(refund.amount).minus(decimal(sale?.amount_due ?? "0"))).toString();
  const { id, receipt_number, amount, currency } = refund;
  await know({ cart: get().cart.id, refund: { id, receipt_number, amount, currency }, worth });
  endReturn();
}

/** The goods stay with the customer for now; what was approved can be gone on with by the receipt. */
export async function dropExchange(): Promise<void> {
  await know(null);
  if (get().view === "exchange") set({ view: "cart" });
}

export async function takeUpExchange(): Promise<void> {
  useExchange.setState({ inHand: (await kept<InHand>(KEPT)) ?? null });
}

async function know(inHand: InHand | null): Promise<void> {
  useExchange.setState({ inHand });
  await (inHand ? keep(KEPT, inHand) : forget(KEPT)).catch(() => undefined);
}

/** The exchange of the cart at hand. */
export function exchangeInHand(): InHand | null {
  const { inHand } = useExchange.getState();
  return inHand?.cart === get().cart.id ? inHand : null;
}

export interface Difference {
  /** Still to pay for the new goods by `method`; in coins of the business where it is cash. */
  toPay: Decimal;
  /** What is over of the goods that came back. */
  over: Decimal;
}

/** Twin: `sales.rules.settlement._to_pay`. */
export function differenceOf(inHand: InHand, total: Decimal, method: string): Difference {
  const { memory } = get();
  const worth = decimal(inHand.worth);
  const rest = max(ZERO, total.minus(worth));
  const isCash = method === "CASH" && memory !== null;
  const step = decimal(memory?.settings.business.cash_rounding_step ?? "0");
  return {
    toPay: isCash && !step.isZero ? roundToStep(rest, step, currencyOf(memory)) : rest,
    over: max(ZERO, worth.minus(total)),
  };
}

interface Exchanged {
  refund: Refund;
  sale: {
    id: string;
    receipt_number: string;
    completed_at: string;
    total_amount: string;
    rounding_amount: string;
    amount_due: string;
    change: string;
    payments: { payment_method: string; tendered: string }[];
  };
}

/** The receipt of the new goods: as they were priced here, paid as the server says. */
function receiptFor({ sale }: Exchanged, priced: PricedCart, memory: Memory, cart: KeptCart): Receipt {
  return receiptOf({
    priced,
    payment: { dueDate: null },
    settlement: {
      roundingAmount: decimal(sale.rounding_amount),
      totalAmount: decimal(sale.total_amount),
      change: decimal(sale.change),
      amountDue: decimal(sale.amount_due),
      tenders: sale.payments.map((one) => ({ method: one.payment_method, tendered: decimal(one.tendered) })),
    },
    memory,
    cart,
    number: sale.receipt_number,
    at: sale.completed_at,
  });
}

/** Raises: Problem; nothing was sold or taken back then. */
export async function exchange(tenders: readonly TenderLine[], rest_method: RestMethod): Promise<void> {
  const { cart, granted, priced, memory } = get();
  const inHand = exchangeInHand();
  if (!inHand || !priced || !memory) throw new Error("nothing is exchanged");
  await letGo();
  const body = { cart: { ...checkoutBody(cart, tenders), approvals: granted.map((one) => one.id) }, rest_method };
  try {
    const done = await postOnce<Exchanged>(`/api/refunds/${inHand.refund.id}/exchange/`, body);
    await know(null);
    await newCart();
    finish(done.refund, { id: done.sale.id, receipt: receiptFor(done, priced, memory, cart) });
  } catch (refused) {
    await setCart(cart); // its goods are held again
    throw refused;
  }
}

/** The draft that holds the cart's goods is given up: the exchange sells them. */
async function letGo(): Promise<void> {
  await settled();
  const { cart, session } = get();
  const draft = draftOf(cart);
  if (!draft) return;
  const token = session?.token ?? null;
  await call("POST", `/api/sales/${draft}/cancel/`, { token, key: crypto.randomUUID(), body: {} }).catch(
    () => undefined,
  );
  release(cart);
}
