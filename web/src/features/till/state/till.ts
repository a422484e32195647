/** The state of the till: who is at it, what is in the cart, what it costs, what is shown. Changed by the files beside it. */
import { create } from "zustand";
import { type Cart, type PricedCart, priceCart } from "@/domain/cart";
import type { Problem } from "@/lib/problem";
import type { Device, Place, Session } from "../local/identity";
import { type Memory, meet } from "../local/memory";
import { keep, vault } from "../local/vault";
import { emptyCart, type KeptCart } from "./cart";
import type { Charge } from "./charges";
import type { SaleRecord } from "./sale";
import type { Way } from "./ways";

export type Phase = "starting" | "enrol" | "people" | "loading" | "selling" | "elsewhere" | "broken";
export type View = "cart" | "tender" | "done" | "return" | "exchange";
/** What lies over the screen. */
export type Layer =
  | "customer"
  | "newCustomer"
  | "coupons"
  | "held"
  | "giftCard"
  | "sellCard"
  | "waterfall"
  | "queue"
  | "keys"
  | "settings"
  | "shift"
  | "link";

export interface TenderLine {
  id: string;
  method: string;
  amount: string;
  reference: string;
  /** The account at a provider that is to be asked for it. */
  way?: Way;
  /** What that one has to be told: the customer's phone, network, e-mail address. */
  fields?: Readonly<Record<string, string>>;
  /** The code of the card that it is taken from. */
  code?: string;
  /** What tells it apart: the last signs of a card, a phone. */
  about?: string;
}

/** What a granted approval is for, as it stands in the cart that it was granted for. */
export interface Granted {
  id: string;
  action: string;
}

/**
 * Why a scanned code became no line. UNKNOWN: nothing has it; MISREAD: its check digit is wrong; BY_PIECE: a weight, or a price
 * that makes no whole pieces, of what is sold by the piece; NO_VALUE: a weight or price of 0; NO_PRICE; NOT_HERE: a code of
 * something that this till does not look up; COUPON_OFFLINE: whether a coupon is taken is known with a connection alone.
 */
export type CodeFault =
  | "UNKNOWN"
  | "MISREAD"
  | "BY_PIECE"
  | "NO_VALUE"
  | "NO_PRICE"
  | "NOT_HERE"
  | "COUPON_NOT_FOUND"
  | "COUPON_EXPIRED"
  | "COUPON_USED_UP"
  | "COUPON_OFFLINE";

export interface TillState {
  phase: Phase;
  device: Device | null;
  place: Place | null;
  session: Session | null;
  memory: Memory | null;
  cart: KeptCart;
  priced: PricedCart | null;
  selected: string | null;
  /** The line that was added or counted up just now. */
  fresh: { line: string; at: number } | null;
  view: View;
  layer: Layer | null;
  /** What the layer was opened with: what was typed, a code, the sale that is looked for. */
  about: string;
  tenders: readonly TenderLine[];
  granted: readonly Granted[];
  done: SaleRecord | null;
  online: boolean;
  /** Sales that the server has not got yet, and those that somebody has to look at. */
  waiting: number;
  review: number;
  sending: boolean;
  /** What the server has against a line of the cart. */
  lineProblems: ReadonlyMap<string, Problem>;
  cartProblem: Problem | null;
  reservedUntil: string | null;
  /** A code that did not become a line, and why. */
  unknown: { code: string; times: number; fault: CodeFault } | null;
  /** What was taken out of the cart just now, or a customer who was, by name, while it is told how to put it back. */
  taken: { what: "line" | "customer" | "replaced"; name: string } | null;
  /** The line whose pieces are being named. */
  serialsOf: string | null;
  progress: { kind: string; rows: number } | null;
  fault: Problem | null;
  /** A sale is being saved: the cart and what was handed over may not change. */
  busy: boolean;
  /** Nobody knows yet whether the cart at hand was sold: it may not change until that is known. */
  unsure: boolean;
  /** By which accounts at providers payments are taken here. */
  ways: readonly Way[];
  /** What a provider is asked for the cart at hand, or was. */
  charge: Charge | null;
  /** What became of charges whose cart was not at hand any more, until somebody saw it. */
  news: readonly Charge[];
  /** Why this till can't sell without a connection; null where it can. */
  cannotSellOffline: string | null;
  clockOffset: number | null;
}

export const useTill = create<TillState>(() => ({
  phase: "starting",
  device: null,
  place: null,
  session: null,
  memory: null,
  cart: emptyCart(new Date()),
  priced: null,
  selected: null,
  fresh: null,
  view: "cart",
  layer: null,
  about: "",
  tenders: [],
  granted: [],
  done: null,
  online: true,
  waiting: 0,
  review: 0,
  sending: false,
  lineProblems: new Map(),
  cartProblem: null,
  reservedUntil: null,
  unknown: null,
  taken: null,
  serialsOf: null,
  progress: null,
  fault: null,
  busy: false,
  unsure: false,
  ways: [],
  charge: null,
  news: [],
  cannotSellOffline: null,
  clockOffset: null,
}));

export const get = useTill.getState;
export const set = useTill.setState;

export function show(layer: Layer, about = ""): void {
  set({ layer, about });
}

export function closeLayer(): void {
  set({ layer: null, about: "" });
}

/** The cart as the rules of the domain take it. */
export function cartFacts(cart: KeptCart): Cart {
  return {
    lines: cart.lines,
    sale_type: cart.sale_type,
    customer: cart.customer,
    site: cart.site,
    discount_percentage: cart.discount_percentage,
    discount_amount: cart.discount_amount,
    coupons: cart.coupons,
    for_approval: true,
  };
}

/** The server's time, as far as it is known. */
export function now(): number {
  return Date.now() + (get().clockOffset ?? 0);
}

/** What the cart costs now. Its products have to be in memory. */
export function reprice(): void {
  const { memory, cart } = get();
  set({ priced: memory ? priceCart(memory, cartFacts(cart), now()) : null });
}

const listeners = new Set<() => void>();

/** Be called after each change of the cart. */
export function onCart(listener: () => void): void {
  listeners.add(listener);
}

/** Change the cart: price it, keep it, and give approvals back that were for another one. */
export async function setCart(cart: KeptCart, more: Partial<TillState> = {}): Promise<void> {
  await meetGoods(cart);
  showCart(cart, more);
}

/** Have the products of a cart in memory, to price it. */
export async function meetGoods(cart: KeptCart): Promise<void> {
  const { memory } = get();
  const products = cart.lines.map((line) => line.product);
  if (memory) await meet(memory, products);
}

/** Change the cart to one whose products are in memory, at once. */
export function showCart(cart: KeptCart, more: Partial<TillState> = {}): void {
  set({ cart, granted: [], cartProblem: null, ...more });
  reprice();
  void keepCart(cart);
  for (const listener of listeners) listener();
}

/** Kept a moment behind. Where there is no room the cart lives on in this window, and Pay says so. */
async function keepCart(cart: KeptCart): Promise<void> {
  try {
    await vault.transaction("rw", vault.carts, vault.values, async () => {
      await vault.carts.put(cart);
      await keep("cart", cart.id);
    });
  } catch {
    // No room, or the window is closing.
  }
}

/** A new, empty cart, at once: what is scanned next goes into it. The one that was at hand is the caller's. */
export function startCart(): void {
  showCart(emptyCart(new Date()), {
    selected: null,
    fresh: null,
    view: "cart",
    tenders: [],
    lineProblems: new Map(),
    reservedUntil: null,
    unknown: null,
    taken: null,
    serialsOf: null,
    busy: false,
    unsure: false,
    charge: null,
  });
}

/** A new, empty cart instead of the one at hand, which is done with. */
export async function newCart(): Promise<void> {
  const { cart } = get();
  startCart();
  await vault.carts.delete(cart.id).catch(() => undefined);
}
