/**
 * Sales that were made without an answer of the server: numbered, signed, on the disk before the receipt is shown, and sent in
 * order. Numbering and sending hold a lock each, so that two windows share one queue and one series, and no sale waits for the
 * network.
 */
import { asProblem, Problem } from "@/lib/problem";
import { call } from "../local/http";
import { type Device, type Grant, type Session, signed } from "../local/identity";
import { dropCart, kept, vault } from "../local/vault";
import type { KeptCart } from "./cart";
import type { SaleRecord, SaleState } from "./sale";
import { get, now, set } from "./till";

const PAYLOAD_VERSION = 1;
const BATCH = 50;
const BATCH_LETTERS = 900_000;
// The server takes 2 MB; a letter is two bytes at most in what a till writes, and quotes are escaped.
const NUMBERING = "optimapos-numbering";
const SENDING = "optimapos-sending";

interface Counted {
  sequence: number;
  /** The last number of the receipts of a business day. */
  day: string;
  receipt: number;
}

function locked<T>(lock: string, act: () => Promise<T>): Promise<T> {
  return navigator.locks.request(lock, act) as Promise<T>;
}

const dayDigits = (day: string) => day.replaceAll("-", "");

/**
 * Write a sale down as sold offline. `sale` is the body of a checkout; the number of the receipt is drawn in the same
 * transaction as the sale is written, so that none is used twice and none is left out; the cart goes in it too, so that a till
 * that is killed does not come back with what was sold.
 */
export function sellOffline(
  record: Omit<SaleRecord, "sequence" | "envelope" | "state">,
  grant: Grant,
  day: string,
  payload: { sale: Record<string, unknown>; shown: Record<string, unknown>; cart: string | null },
  cart: KeptCart,
): Promise<SaleRecord> {
  return locked(NUMBERING, async () => {
    const { device, clockOffset } = get();
    if (!device) throw new Error("no device");
    const name = `count:${device.thumbprint}`;
    const last = (await kept<Counted>(name)) ?? { sequence: 0, day: "", receipt: 0 };
    const next: Counted = { sequence: last.sequence + 1, day, receipt: last.day === day ? last.receipt + 1 : 1 };
    const { series_head, series_tail } = grant.grant;
    const number = `${series_head}-${dayDigits(day)}-${series_tail}${String(next.receipt).padStart(4, "0")}`;
    const text = JSON.stringify({
      version: PAYLOAD_VERSION,
      terminal: device.terminal,
      key: device.thumbprint,
      sequence: next.sequence,
      grant: grant.token,
      clock_offset_ms: clockOffset,
      sale: { ...payload.sale, receipt_number: number },
      shown: payload.shown,
      cart: payload.cart,
    });
    const envelope = { payload: text, signature: await signed(device, text) };
    const written: SaleRecord = {
      ...record,
      state: "WAITING",
      sequence: next.sequence,
      envelope,
      receipt: { ...record.receipt, number },
    };
    await roomFor(() =>
      vault.transaction("rw", vault.tables, async () => {
        await vault.values.put({ key: name, value: next });
        await vault.sales.put(written);
        await dropCart(cart);
      }),
    );
    await count();
    return written;
  });
}

/** How many sales the server has not got, and how many somebody has to look at. */
export async function count(): Promise<void> {
  const [waiting, review] = await Promise.all([
    vault.sales.where("state").anyOf(["ASKING", "WAITING", "SENDING"]).count(),
    vault.sales
      .where("state")
      .anyOf(["NEEDS_REVIEW", "REFUSED"])
      .filter((row) => row.envelope !== null)
      .count(),
  ]);
  set({ waiting, review });
}

interface Taken {
  state: SaleState | "TRY_AGAIN";
  flags?: string[];
  differences?: Record<string, unknown>[];
  code?: string | null;
  detail?: string | null;
  receipt_number?: string | null;
}

/** Send what waits, in order. Raises: Problem where the server can't be asked. */
export async function sendQueue(): Promise<void> {
  await locked(SENDING, async () => {
    for (;;) {
      const { device, session } = get();
      const rows = await vault.sales.where("state").anyOf(["WAITING", "SENDING"]).sortBy("sequence");
      const batch = batchOf(rows);
      if (!batch.length || !device) return;
      set({ sending: true });
      await vault.sales.bulkPut(batch.map((row) => ({ ...row, state: "SENDING" as const })));
      const told = await post(device, session, batch);
      const after = batch.map((row, at) => answered(row, told.results[at]));
      await vault.sales.bulkPut(after);
      await count();
      if (after.every((row) => row.state === "WAITING")) return; // all are busy there: later
    }
  }).finally(() => set({ sending: false }));
}

/** Ask what became of those that somebody had to look at: they are answered with what was decided since. */
export async function askReviewed(): Promise<void> {
  await locked(SENDING, async () => {
    const { device, session } = get();
    const rows = await vault.sales.where("state").equals("NEEDS_REVIEW").sortBy("sequence");
    let left = rows.filter((row) => row.envelope !== null);
    while (left.length && device) {
      const batch = batchOf(left);
      const told = await post(device, session, batch);
      await vault.sales.bulkPut(batch.map((row, at) => decided(row, told.results[at])));
      left = left.slice(batch.length);
    }
  });
}

function decided(row: SaleRecord, taken: Taken | undefined): SaleRecord {
  const after = answered(row, taken);
  return after.state === "WAITING" ? row : after;
}

/** The first that wait, as many as the server takes at once. */
export function batchOf(rows: readonly SaleRecord[]): SaleRecord[] {
  let letters = 0;
  const end = rows.findIndex((row, at) => {
    letters += row.envelope?.payload.length ?? 0;
    return at > 0 && (at >= BATCH || letters > BATCH_LETTERS);
  });
  return rows.slice(0, end < 0 ? rows.length : end);
}

/** By whoever is signed in; by the device alone where the server knows that session no more. */
async function post(device: Device, session: Session | null, batch: readonly SaleRecord[]) {
  const send = (token: string) =>
    call<{ results: Taken[] }>("POST", "/api/offline/sales/", {
      token,
      body: { envelopes: batch.map((row) => row.envelope) },
      patience: 60_000,
    });
  if (!session?.token) return send(device.token);
  return send(session.token).catch((error) => {
    if (asProblem(error).status !== 401) throw error;
    return send(device.token);
  });
}

function answered(row: SaleRecord, taken: Taken | undefined): SaleRecord {
  if (!taken || taken.state === "TRY_AGAIN") return { ...row, state: "WAITING" };
  return {
    ...row,
    state: taken.state,
    flags: taken.flags ?? [],
    differences: taken.differences ?? [],
    code: taken.code ?? null,
    detail: taken.detail ?? null,
    cart: null,
  };
}

/** The queue as a file that any till of the business brings in: signed, so that a change is seen. */
export async function queueFile(): Promise<{ name: string; content: string }> {
  const { device } = get();
  if (!device) throw new Error("no device");
  const rows = await vault.sales.where("state").anyOf(["WAITING", "SENDING", "REFUSED"]).sortBy("sequence");
  const content = JSON.stringify({
    format: "optimapos-offline-queue",
    version: 1,
    terminal: device.terminal,
    key: device.thumbprint,
    made_at: new Date(now()).toISOString(),
    envelopes: rows.flatMap((row) => (row.envelope ? [row.envelope] : [])),
  });
  const file = JSON.stringify({ content, signature: await signed(device, content) });
  const sales = rows.filter((row) => row.envelope).length;
  return { name: `optimapos-${device.terminal.slice(0, 8)}-${sales}-sales.json`, content: file };
}

/** Bring in the file of another till. Raises: Problem OFFLINE_FILE_INVALID. */
export async function bringFile(content: string): Promise<Taken[]> {
  const { device, session } = get();
  const told = await call<{ results: Taken[] }>("POST", "/api/offline/files/", {
    token: session?.token ?? device?.token ?? null,
    body: JSON.parse(content),
    patience: 60_000,
  });
  return told.results;
}

/** Write; where the disk is full, forget old receipts and write once more. Raises: Problem QUOTA_FULL. */
export async function roomFor<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isQuota(error)) throw error;
    await forgetOld(0).catch(() => undefined);
  }
  return write().catch((error) => {
    throw isQuota(error) ? new Problem("QUOTA_FULL", 0, "") : error;
  });
}

/** Dexie tells it as the cause of an aborted transaction. */
function isQuota(error: unknown): boolean {
  const { name, inner } = error as { name?: string; inner?: { name?: string } | null };
  return name === "QuotaExceededError" || inner?.name === "QuotaExceededError";
}

/** Sales that the server booked or somebody settled are kept for reprints, the newest of them. */
export async function forgetOld(most = 200): Promise<void> {
  const old = await vault.sales
    .where("state")
    .anyOf(["DONE", "ACCEPTED", "ACCEPTED_WITH_NOTE", "SETTLED"])
    .sortBy("made_at");
  await vault.sales.bulkDelete(old.slice(0, Math.max(0, old.length - most)).map((row) => row.id));
}
