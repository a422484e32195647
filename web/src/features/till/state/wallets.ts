/** What cards, store credit and points hold, asked of the server: nobody else can tell. */
import { decimal } from "@/domain/decimal";
import type { PointsTerms } from "@/domain/wallets";
import { asProblem, Problem } from "@/lib/problem";
import { call } from "../local/http";
import { vault } from "../local/vault";
import type { Left, SaleRecord } from "./sale";
import { get, set, type TenderLine } from "./till";

/** A card or a credit note, as it stands today. */
export interface Holding {
  id: string;
  kind: string;
  customer: string | null;
  currency: string;
  balance: string;
  available: string;
  status: string;
  last4: string;
  expires_on: string | null;
  lapses_on: string | null;
  lapses_amount: string;
}

export interface Card extends Holding {
  code: string;
}

/** What the sale's customer has. */
export interface Purse {
  customer: string;
  points: number;
  points_value: string;
  store_credit: string;
  terms: PointsTerms | null;
}

const PATIENCE_MS = 6_000;

function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  const { session, online } = get();
  if (!session?.token || !online) throw new Problem("TENDER_NEEDS_CONNECTION", 0, "");
  return call<T>(method, path, { token: session.token, body, patience: PATIENCE_MS });
}

/** The card of a code. Raises: Problem WALLET_CODE_WRONG, WALLET_NOT_FOUND, TENDER_NEEDS_CONNECTION. */
export async function lookUp(code: string): Promise<Card> {
  return { ...(await ask<Holding>("POST", "/api/wallet/lookup/", { code })), code };
}

/** Raises: Problem. */
export async function purseOf(customer: string): Promise<Purse> {
  const takesPoints = get().memory?.settings.business.takes_points ?? false;
  const [purse, terms] = await Promise.all([
    ask<Omit<Purse, "terms">>("GET", `/api/customers/${customer}/wallet/`),
    takesPoints ? pointsTerms() : null,
  ]);
  return { ...purse, terms };
}

/** Those in force; null where the first ones begin later. */
async function pointsTerms(): Promise<PointsTerms | null> {
  try {
    return await ask<PointsTerms>("GET", "/api/wallet/loyalty-program/");
  } catch (error) {
    if (asProblem(error).code !== "NOT_FOUND") throw error;
    return null;
  }
}

/** After a sale: what is left on what it was paid with, for the screen and the receipt. */
export async function tellLeft(
  done: SaleRecord,
  tenders: readonly TenderLine[],
  customer: string | null,
): Promise<void> {
  const left: Left[] = [];
  for (const { method, code, about } of tenders) {
    if (!code) continue;
    const card = await lookUp(code);
    left.push({ method, amount: card.available, about: about ?? card.last4 });
  }
  const own = tenders.filter((one) => !one.code && ["STORE_CREDIT", "LOYALTY"].includes(one.method));
  if (customer && own.length) {
    const purse = await purseOf(customer);
    for (const { method } of own) {
      left.push({ method, amount: method === "LOYALTY" ? String(purse.points) : purse.store_credit, about: "" });
    }
  }
  if (!left.length) return;
  const told = { ...done, receipt: { ...done.receipt, left } };
  await vault.sales.put(told);
  if (get().done?.id === done.id) set({ done: told });
}

/** How much of a card may be spent; none of one that is blocked or has expired. */
export const spendableOf = (card: Card) => (card.status === "ACTIVE" ? decimal(card.available) : decimal(0));
