/** Gift cards that are sold at this till: money in the drawer that is owed to whoever has the card. It needs a connection. */
import { call } from "../local/http";
import { postOnce, read } from "./once";
import { get } from "./till";

export interface CardSale {
  id: string;
  /** The last signs of the card, and which of its entries it is. */
  number: string;
  is_load: boolean;
  last4: string;
  amount: string;
  balance: string;
  change: string;
  expires_on: string | null;
  payments: { id: string; payment_method: string; tendered: string; transaction_reference: string }[];
  sold_at: string;
  voided_at: string | null;
}

/** The code of a new card, which is told this once; empty for one that was loaded. */
export interface CardSold extends CardSale {
  code: string;
}

export interface CardTender {
  payment_method: string;
  /** Of cash what was handed over. */
  amount_paid: string;
  transaction_reference?: string;
}

const PATH = "/api/gift-card-sales/";

/** Once, however often it is asked for: after an answer that was lost the same again gives the same card. Raises: Problem. */
export function sellCard(amount: string, payment: CardTender, code: string): Promise<CardSold> {
  return postOnce<CardSold>(PATH, { amount, payments: [payment], ...(code ? { code } : {}) });
}

/** What its paper says now: the code on the first print alone. Raises: Problem. */
export function printed(id: string): Promise<CardSold & { copy_number: number }> {
  const asked = { token: get().session?.token ?? null, key: crypto.randomUUID(), body: { form: "json" } };
  return call("POST", `${PATH}${id}/paper/print/`, asked);
}

/** The last ones of this till. Raises: Problem. */
export async function soldHere(): Promise<CardSale[]> {
  const terminal = get().memory?.settings.terminal?.id;
  const page = await read<{ results: CardSale[] }>(`${PATH}?page_size=10${terminal ? `&terminal=${terminal}` : ""}`);
  return page.results;
}

/** Raises: Problem. */
export function takeBack(id: string, reason: string): Promise<CardSale> {
  return postOnce<CardSale>(`${PATH}${id}/void/`, { reason });
}
