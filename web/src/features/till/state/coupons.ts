/** Coupons of the cart. The server says what one is for and whether it is taken; the rules here what it takes off. */
import type { ShownCoupon } from "@/domain/priceTypes";
import { asProblem } from "@/lib/problem";
import { call } from "../local/http";
import { type CodeFault, get, setCart } from "./till";

const PATIENCE_MS = 4_000;
// Keys that come after a typed code wait for it.
const FAULTS = ["COUPON_NOT_FOUND", "COUPON_EXPIRED", "COUPON_USED_UP"] as const;

/** What a coupon is for, or why it is not taken. */
export async function readCoupon(code: string): Promise<ShownCoupon | CodeFault> {
  const { session, online, memory } = get();
  if (!session?.token || !online) return "COUPON_OFFLINE";
  try {
    const path = `/api/till/coupons/${encodeURIComponent(code.trim())}/`;
    const found = await call<ShownCoupon>("GET", path, { token: session.token, patience: PATIENCE_MS });
    const fault = FAULTS.find((one) => one === found.problem);
    return fault ?? (memory?.book.byId.has(found.promotion) ? found : "COUPON_EXPIRED");
  } catch (error) {
    return FAULTS.find((one) => one === asProblem(error).code) ?? "COUPON_OFFLINE";
  }
}

/** Show a coupon; why it is not taken, or null where it is. */
export async function showCoupon(code: string): Promise<CodeFault | null> {
  const found = await readCoupon(code);
  if (typeof found === "string") return found;
  const { cart } = get();
  const others = cart.coupons.filter((one) => one.code !== found.code);
  await setCart({ ...cart, coupons: [...others, found] });
  return null;
}

export async function takeCouponBack(code: string): Promise<void> {
  const { cart } = get();
  await setCart({ ...cart, coupons: cart.coupons.filter((one) => one.code !== code) });
}
