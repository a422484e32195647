/** Opening the till: this device, the window that sells, who is at it, and what it sells from. */
import { listen } from "@/lib/live";
import { asProblem } from "@/lib/problem";
import { whole } from "../local/catalog";
import { feed } from "../local/feed";
import { call } from "../local/http";
import { enrol, grantOf, renewPass, type Session, signInAt, theDevice, thePlace } from "../local/identity";
import { meet, remembered } from "../local/memory";
import { forget, keep, kept, vault } from "../local/vault";
import { emptyCart, isEmpty, type KeptCart } from "./cart";
import { chargeOf, keepAsking, tendCharges } from "./charges";
import { startDisplay } from "./display";
import { takeUpExchange } from "./exchange";
import { askForStockAgain, startMirror } from "./mirror";
import { askAgain, askedFor, resume } from "./pay";
import { count, forgetOld } from "./queue";
import { startScanner } from "./scanner";
import { takeUpShift } from "./shift";
import { startTending, takeUpQueue, tend, tendSoon } from "./tending";
import { get, newCart, now, reprice, set, setCart, type TillState, useTill } from "./till";
import { meetWays } from "./ways";

const SELLING = "optimapos-selling";
const REFRESH_MS = 10_000;
const HEARD_MS = 300;
const LEAVING_MS = 1_000;
// After a reload the page of before may still hold the lock for a moment.

let started = false;

/** Open the till in this window. A second one says that it is open elsewhere. */
export async function boot(): Promise<void> {
  if (started) return;
  started = true;
  const mine = await take({ ifAvailable: true }).then(
    (taken) => taken || take({ signal: AbortSignal.timeout(LEAVING_MS) }),
  );
  if (!mine) set({ phase: "elsewhere" });
  else await open();
}

/** Sell in this window instead of the other one. */
export async function sellHere(): Promise<void> {
  await take({ steal: true });
  await open();
}

/** Hold the lock of the selling window for as long as it lives; false where another one has it. */
function take(how: LockOptions): Promise<boolean> {
  let isMine = false;
  return new Promise((resolve) => {
    const held = (lock: Lock | null) => {
      isMine = lock !== null;
      resolve(isMine);
      return lock ? new Promise<void>(() => undefined) : undefined;
    };
    navigator.locks.request(SELLING, how, held).catch(() => {
      if (isMine) set({ phase: "elsewhere" }); // another window took it
      resolve(false);
    });
  });
}

async function open(): Promise<void> {
  set({ phase: "starting", fault: null });
  try {
    set({ cannotSellOffline: await storageFault(), clockOffset: (await kept<number>("clock")) ?? null });
    startOnce();
    await takeUpQueue();
    await count();
    const device = await theDevice();
    if (!device) return set({ phase: "enrol" });
    set({ device });
    const session = await kept<Session>("session");
    if (session && new Date(session.expires_at).getTime() > now()) {
      set({ place: (await kept("place")) ?? null, session });
      await enter(session);
      void thePlace(device).then(
        (place) => set({ place }),
        () => undefined,
      );
    } else await toPeople();
  } catch (error) {
    set({ phase: "broken", fault: asProblem(error) });
  }
}

let listening = false;

/** What listens for as long as the window lives, also where it is taken over and taken back. */
function startOnce(): void {
  if (listening) return;
  listening = true;
  startMirror();
  startDisplay();
  startTending();
  startScanner();
  keepUnknown();
  feed.listen((told) => {
    if ("progress" in told) set({ progress: told.progress });
    else void remember(told.changed);
  });
}

/** Why sales can't be written down safely here; null where they can. */
async function storageFault(): Promise<string | null> {
  if (!("durability" in IDBTransaction.prototype)) return "durability";
  if (!(await navigator.storage?.persisted?.()) && !(await navigator.storage?.persist?.())) return "persist";
  return null;
}

export async function enrolHere(code: string): Promise<void> {
  set({ device: await enrol(code) });
  await toPeople();
}

export async function toPeople(): Promise<void> {
  const { device } = get();
  if (!device) return set({ phase: "enrol" });
  try {
    set({ place: await thePlace(device), phase: "people" });
  } catch (error) {
    const problem = asProblem(error);
    if (problem.code === "BAD_DEVICE_TOKEN") {
      await forget("device");
      set({ device: null, phase: "enrol", fault: problem });
    } else set({ phase: "broken", fault: problem });
  }
}

/** Sign somebody in by PIN. Raises: Problem. */
export async function enterPin(member: string, pin: string): Promise<void> {
  const { device } = get();
  if (!device) return;
  const session = await signInAt(device, member, pin);
  await keep("session", session);
  set({ session, online: session.token !== null });
  await enter(session);
}

/** Leave the till to somebody else, who goes on with the cart at hand. Not while a sale is being saved. */
export async function leave(): Promise<void> {
  const { session, cart, busy, unsure } = get();
  if (busy) return;
  await forget("session");
  if (isEmpty(cart)) await newCart();
  await toPeople();
  set({ session: null, view: unsure ? "tender" : "cart", layer: null });
  if (session?.token)
    call("POST", "/api/terminals/sign-out/", { token: session.token, body: {} }).catch(() => undefined);
}

async function enter(session: Session): Promise<void> {
  if (!(await whole("cursor"))) {
    set({ phase: "loading", fault: null });
    if (!session.token) return set({ phase: "broken" });
    try {
      await feed.refresh(session.token, true);
    } catch (error) {
      return set({ fault: asProblem(error) });
    }
  }
  await remember();
  await restoreCart();
  await takeUpExchange();
  const asked = await askedFor(get().cart);
  // A cart that may be sold is not open for a moment.
  set({ phase: "selling", progress: null, ...(asked ? { busy: true, view: "tender" } : {}) });
  if (asked) await resume(asked);
  if (get().charge) keepAsking();
  void meetWays();
  void feed.open();
  void takeUpShift();
  keepGoing();
}

const GOODS = new Set(["products", "prices"]);

/** Sell from what the feed brought. Of goods only those of the cart are read anew; others when they are met again. */
async function remember(changed?: readonly string[]): Promise<void> {
  const { session, memory } = get();
  if (!session) return;
  const isSame = memory !== null && changed !== undefined && !changed.some((kind) => GOODS.has(kind));
  const fresh = await remembered(session.operator, isSame ? memory : undefined);
  if (!fresh) return;
  let met: KeptCart | undefined;
  while (met !== get().cart) {
    met = get().cart; // it may be another one by the time that its goods are there
    await meet(
      fresh,
      met.lines.map((line) => line.product),
    );
  }
  set({ memory: fresh });
  reprice();
  if (changed?.includes("stock")) askForStockAgain();
}

async function restoreCart(): Promise<void> {
  const before = await kept<string>("cart");
  const cart = before ? await vault.carts.get(before) : undefined;
  const charge = cart ? await chargeOf(cart) : null;
  await setCart(cart ?? emptyCart(new Date()), {
    unknown: (await kept<TillState["unknown"]>("unknown")) ?? null,
    charge,
    ...(charge ? { unsure: true, view: "tender", tenders: charge.tenders } : {}),
  });
}

/** A code that nobody knew is told until somebody saw to it, also after a reload. */
function keepUnknown(): void {
  useTill.subscribe(({ unknown }, before) => {
    if (unknown !== before.unknown) keep("unknown", unknown).catch(() => undefined);
  });
}

let refreshing: ReturnType<typeof setInterval> | undefined;
let stopHearing: (() => void) | undefined;
let soon: ReturnType<typeof setTimeout> | undefined;

/** What the till keeps is brought up to date as soon as something changed elsewhere. */
function hear(): void {
  stopHearing?.();
  const open = async () => {
    const token = get().session?.token;
    if (!token) throw new Error("nobody is signed in at the server");
    return (await call<{ url: string }>("POST", "/api/live/", { token, body: {} })).url;
  };
  stopHearing = listen(open, () => {
    if (soon) return;
    soon = setTimeout(() => {
      soon = undefined;
      void refresh();
    }, HEARD_MS);
  });
}

function keepGoing(): void {
  void tend();
  clearInterval(refreshing);
  refreshing = setInterval(() => void refresh(), REFRESH_MS);
  void refresh();
  void forgetOld();
  hear();
}

/** Bring catalog, leave and open questions up to date, where there is a connection. */
export async function refresh(): Promise<void> {
  const { session, online, device, busy, phase } = get();
  if (!session || busy || !online || phase !== "selling") return;
  if (!session.token) return;
  try {
    await feed.refresh(session.token);
    await askAgain();
    await tendCharges();
    await count();
    if (device && needsGrant(session)) {
      const grant = await grantOf(device, session);
      const renewed = { ...session, grant };
      await keep("session", renewed);
      await renewPass(renewed);
      set({ session: renewed });
    }
  } catch (error) {
    const problem = asProblem(error);
    if (problem.isOffline) {
      set({ online: false });
      tendSoon();
    } else if (problem.code === "AUTHENTICATION_FAILED" || problem.code === "NOT_AUTHENTICATED") {
      await leave();
      set({ fault: problem });
    }
  }
}

const HALF_A_DAY_MS = 12 * 3_600_000;

function needsGrant(session: Session): boolean {
  return !session.grant || new Date(session.grant.grant.expires_at).getTime() - now() < HALF_A_DAY_MS;
}
