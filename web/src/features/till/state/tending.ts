/**
 * The way to the server, looked after: what waits is sent as soon as it is there. It is asked again and again, sooner whenever
 * there is a reason to hope: the browser says so, somebody comes back to the window, or any request was answered.
 */
import { asProblem } from "@/lib/problem";
import { call, type Heard, onAnswer } from "../local/http";
import { keep, vault } from "../local/vault";
import { giveAside } from "./holding";
import { askReviewed, count, sendQueue } from "./queue";
import { get, set } from "./till";

const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 15_000;
const CALM_PAUSE_MS = 10_000;
const REVIEW_PAUSE_MS = 5 * 60_000;
const CLOCK_SLACK_MS = 1_500;
// An answer's date has no fractions of a second.

let pause = FIRST_PAUSE_MS;
let timer: ReturnType<typeof setTimeout> | undefined;
let tending: Promise<void> | undefined;
let again = false;
let reviewedAt = 0;

/** Look whether the server is there, send what waits, and come back: later after each failure. One look at a time. */
export function tend(): Promise<void> {
  clearTimeout(timer);
  if (tending) {
    again = true;
    return tending;
  }
  tending = look().finally(() => {
    tending = undefined;
    // Not all tills of a shop at once, when its connection comes back.
    timer = setTimeout(() => void tend(), again ? 0 : pause * (0.8 + Math.random() * 0.4));
    again = false;
  });
  return tending;
}

async function look(): Promise<void> {
  try {
    await reconnect();
    await sendQueue();
    await giveAside();
    await review();
    pause = CALM_PAUSE_MS;
  } catch (error) {
    if (asProblem(error).isOffline) set({ online: false });
    pause = pause === CALM_PAUSE_MS ? FIRST_PAUSE_MS : Math.min(pause * 2, LONGEST_PAUSE_MS);
    await takeUpQueue().catch(() => undefined);
  }
  await count().catch(() => undefined);
}

async function reconnect(): Promise<void> {
  if (get().online && !get().waiting) return;
  await call("GET", "/healthz", { patience: 4_000 });
  set({ online: true });
}

/** From time to time, and when somebody comes back to the window. */
async function review(): Promise<void> {
  if (!get().review || !get().online || Date.now() - reviewedAt < REVIEW_PAUSE_MS) return;
  reviewedAt = Date.now();
  await askReviewed();
}

/** Come back at once: there is a reason to hope, or something was sold. */
export function tendSoon(): void {
  if (tending) {
    again = true;
    return;
  }
  clearTimeout(timer);
  timer = setTimeout(() => void tend(), 50);
}

function hope(): void {
  pause = FIRST_PAUSE_MS;
  reviewedAt = 0;
  if (!get().online || get().waiting || get().review) tendSoon();
}

/** Be told of whatever may mean that the server is there, or is not. */
export function startTending(): void {
  addEventListener("online", hope);
  addEventListener("focus", hope);
  addEventListener("pageshow", hope);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && hope());
  addEventListener("offline", () => set({ online: false }));
  onAnswer((heard) => {
    measureClock(heard);
    if (!get().online && !tending) tendSoon();
  });
}

/** Server time less this device's, measured at the middle of a request; kept where it is another one than was thought. */
function measureClock({ sentAt, heardAt, dated }: Heard): void {
  const told = dated ? Date.parse(dated) : Number.NaN;
  if (Number.isNaN(told)) return;
  const offset = Math.round(told + 500 - (sentAt + heardAt) / 2);
  const before = get().clockOffset;
  if (before !== null && Math.abs(offset - before) < CLOCK_SLACK_MS + (heardAt - sentAt) / 2) return;
  set({ clockOffset: offset });
  void keep("clock", offset).catch(() => undefined);
}

/** Sales that were on their way when the till was killed, or the connection broke, wait again. */
export async function takeUpQueue(): Promise<void> {
  await vault.sales.where("state").equals("SENDING").modify({ state: "WAITING" });
}
