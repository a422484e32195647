/** What a prefix in the search field offers: `>` commands, `@` the customers, `#` receipts and carts that wait. */
import { i18n } from "@lingui/core";
import { t } from "@lingui/core/macro";
import { ago, dateTime, money } from "@/lib/format";
import { asProblem } from "@/lib/problem";
import { vault } from "../local/vault";
import { type HeldCart, heldCarts, recall } from "../state/holding";
import { get, set, show } from "../state/till";
import { commandsOf } from "./commands";
import type { Prefix } from "./entry";

const FRESH_MS = 3_000;

/** A row below the field that does something. */
export interface Offer {
  id: string;
  name: string;
  note: string;
  /** At the end: its keys, or what it comes to. */
  end: string;
  run: () => void;
}

interface Offered {
  hits: Offer[];
  total: number;
}

export async function offered(prefix: Prefix, text: string, most: number): Promise<Offered> {
  if (prefix === "@") return { hits: [customers(text)], total: 1 };
  const all = prefix === ">" ? commandRows(text) : [...(await waiting(text)), ...(await receipts(text, most))];
  const hits = prefix === ">" ? all : all.slice(0, most);
  return { hits, total: all.length };
}

function commandRows(text: string): Offer[] {
  return commandsOf(text).map(({ id, words, keys, run }) => ({ id, name: i18n._(words), note: "", end: keys, run }));
}

function customers(text: string): Offer {
  const name = text ? t`Find customer “${text}”` : t`Find a customer`;
  return { id: "customers", name, note: "", end: "F4", run: () => show("customer", text) };
}

const holds = (whole: string, part: string) => whole.toLocaleLowerCase().includes(part.toLocaleLowerCase());

let asked: { at: number; carts: Promise<HeldCart[]> } | undefined;

/** Not asked of the server for each letter; a list that can't be had hides no receipt. */
function held(): Promise<HeldCart[]> {
  if (!asked || Date.now() - asked.at > FRESH_MS) asked = { at: Date.now(), carts: heldCarts().catch(() => []) };
  return asked.carts;
}

async function waiting(text: string): Promise<Offer[]> {
  const carts = await held();
  return carts
    .filter((cart) => holds(cart.label, text))
    .map((cart) => ({
      id: cart.id,
      name: cart.label || t`Cart without a name`,
      note: `${t`Held cart`} · ${ago(cart.made_at, new Date())}`,
      end: cart.total ? money(cart.total, get().memory?.settings.business.currency ?? "EUR") : "",
      run: () => takeUp(cart),
    }));
}

function takeUp(cart: HeldCart): void {
  asked = undefined;
  recall(cart).catch((refused) => set({ cartProblem: asProblem(refused) }));
}

/** The sales that this till knows, the newest first. */
async function receipts(text: string, most: number): Promise<Offer[]> {
  const newest = vault.sales.orderBy("made_at").reverse();
  const rows = await newest
    .filter((row) => holds(row.receipt.number, text))
    .limit(most)
    .toArray();
  return rows.map((row) => ({
    id: row.id,
    name: row.receipt.number || t`without number`,
    note: `${t`Receipt`} · ${dateTime(row.made_at)}`,
    end: money(row.receipt.total, row.receipt.currency),
    run: () => show("queue", row.id),
  }));
}
