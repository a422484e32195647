/** Coupons of the cart. The server says what one is for and whether it is taken; the rules here what it takes off. */
import type { ShownCoupon } from "@/domain/priceTypes";
import { asProblem } from "@/lib/problem";
import { call } from "../local/http";
import { type CodeFault, get, setCart } from "./till";

const FAULTS = ["COUPON_NOT_FOUND", "COUPON_EXPIRED", "COUPON_USED_UP"] as const;

/** Show a coupon; why it is not taken, or null where it is. */
export async function showCoupon(code: string): Promise<CodeFault | null> {
  const { session, online, memory } = get();
  if (!session?.token || !online) return "COUPON_OFFLINE";
  let found: ShownCoupon;
  try {
    const path = `/api/till/coupons/${encodeURIComponent(code.trim())}/`;
    found = await call<ShownCoupon>("GET", path, { token: session.token });
  } catch (error) {
    const problem = asProblem(error);
    return problem.isOffline ? "COUPON_OFFLINE" : "COUPON_NOT_FOUND";
  }
  const fault = FAULTS.find((one) => one === found.problem);
  if (fault) return fault;
  if (!memory?.book.byId.has(found.promotion)) return "COUPON_EXPIRED";
  const { cart } = get();
  const others = cart.coupons.filter((one) => one.code !== found.code);
  await setCart({ ...cart, coupons: [...others, found] });
  return null;
}

export async function takeCouponBack(code: string): Promise<void> {
  const { cart } = get();
  await setCart({ ...cart, coupons: cart.coupons.filter((one) => one.code !== code) });
}
