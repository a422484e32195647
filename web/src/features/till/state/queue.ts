/**
 * Sales that were made without an answer of the server: numbered, signed, on the disk before the receipt is shown, and sent in
 * order. Numbering and sending hold a lock, so that two windows share one queue and one series.
 */
import { asProblem } from "@/lib/problem";
import { call } from "../local/http";
import { type Grant, signed } from "../local/identity";
import { keep, kept, vault } from "../local/vault";
import type { SaleRecord, SaleState } from "./sale";
import { get, now, set } from "./till";

export const PAYLOAD_VERSION = 1;
const BATCH = 50;
const LOCK = "optimapos-queue";
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 60_000;

interface Counted {
  sequence: number;
  /** The last number of the receipts of a business day. */
  day: string;
  receipt: number;
}

function locked<T>(act: () => Promise<T>): Promise<T> {
  return navigator.locks.request(LOCK, act) as Promise<T>;
}

const dayDigits = (day: string) => day.replaceAll("-", "");

/**
 * Write a sale down as sold offline. `sale` is the body of a checkout; the number of the receipt is drawn in the same
 * transaction as the sale is written, so that none is used twice and none is left out.
 */
export function sellOffline(
  record: Omit<SaleRecord, "sequence" | "envelope" | "state">,
  grant: Grant,
  day: string,
  payload: { sale: Record<string, unknown>; shown: Record<string, unknown> },
): Promise<SaleRecord> {
  return locked(async () => {
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
    });
    const envelope = { payload: text, signature: await signed(device, text) };
    const written: SaleRecord = {
      ...record,
      state: "WAITING",
      sequence: next.sequence,
      envelope,
      receipt: { ...record.receipt, number },
    };
    await vault.transaction("rw", vault.values, vault.sales, async () => {
      await vault.values.put({ key: name, value: next });
      await vault.sales.put(written);
    });
    await count();
    return written;
  });
}

/** How many sales the server has not got, and how many somebody has to look at. */
export async function count(): Promise<void> {
  const [waiting, review] = await Promise.all([
    vault.sales.where("state").anyOf(["ASKING", "WAITING", "SENDING"]).count(),
    vault.sales.where("state").anyOf(["NEEDS_REVIEW", "REFUSED"]).count(),
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
  await locked(async () => {
    for (;;) {
      const { device, session } = get();
      const rows = await vault.sales.where("state").anyOf(["WAITING", "SENDING"]).sortBy("sequence");
      const batch = rows.slice(0, BATCH);
      if (!batch.length || !device) return;
      set({ sending: true });
      await vault.sales.bulkPut(batch.map((row) => ({ ...row, state: "SENDING" as const })));
      const sentAt = Date.now();
      const told = await call<{ results: Taken[]; server_time: string }>("POST", "/api/offline/sales/", {
        token: session?.token ?? device.token,
        body: { envelopes: batch.map((row) => row.envelope) },
        patience: 60_000,
      });
      await measureClock(told.server_time, sentAt);
      const after = batch.map((row, at) => answered(row, told.results[at]));
      await vault.sales.bulkPut(after);
      await count();
      if (after.every((row) => row.state === "WAITING")) return; // all are busy there: later
    }
  }).finally(() => set({ sending: false }));
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

/** Server time less this device's, measured at the middle of a request. */
export async function measureClock(serverTime: string, sentAt: number): Promise<void> {
  const offset = Math.round(new Date(serverTime).getTime() - (sentAt + Date.now()) / 2);
  set({ clockOffset: offset });
  await keep("clock", offset);
}

let pause = FIRST_PAUSE_MS;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Look whether the server is there, send what waits, and come back: soon after a success, later after a failure. */
export async function tend(): Promise<void> {
  clearTimeout(timer);
  try {
    await reconnect();
    await sendQueue();
    pause = FIRST_PAUSE_MS * 5;
  } catch (error) {
    if (asProblem(error).isOffline) set({ online: false });
    await vault.sales.where("state").equals("SENDING").modify({ state: "WAITING" });
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
  }
  await count();
  timer = setTimeout(() => void tend(), pause);
}

async function reconnect(): Promise<void> {
  if (get().online && !get().waiting) return;
  await call("GET", "/healthz", { patience: 4_000 });
  if (!get().online) pause = FIRST_PAUSE_MS;
  set({ online: true });
}

/** Come back at once: the network says that it is there, or something was sold. */
export function tendSoon(): void {
  clearTimeout(timer);
  timer = setTimeout(() => void tend(), 50);
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
  return { name: `optimapos-${device.terminal.slice(0, 8)}-${rows.length}-sales.json`, content: file };
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

/** Sales that the server booked or somebody settled are kept for reprints, the newest of them. */
export async function forgetOld(most = 200): Promise<void> {
  const old = await vault.sales
    .where("state")
    .anyOf(["DONE", "ACCEPTED", "ACCEPTED_WITH_NOTE", "SETTLED"])
    .sortBy("made_at");
  await vault.sales.bulkDelete(old.slice(0, Math.max(0, old.length - most)).map((row) => row.id));
}
