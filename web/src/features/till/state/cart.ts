/** A cart as the till keeps it, and what may be done to it. Pure: a cart goes in, another comes out. */
import { decimal } from "@/domain/decimal";
import type { CartLine } from "@/domain/lines";
import type { SaleType, ShownCoupon } from "@/domain/priceTypes";
import type { CatalogCustomer } from "../local/catalog";

export interface TillLine extends CartLine {
  /** The pieces, of what has serial numbers. */
  serials?: readonly string[];
}

export interface KeptCart {
  id: string;
  lines: readonly TillLine[];
  sale_type: SaleType;
  customer: CatalogCustomer | null;
  site: string | null;
  discount_percentage: string;
  discount_amount: string;
  coupons: readonly ShownCoupon[];
  made_at: string;
  /** Its draft at the server, once there is one. */
  draft: string | null;
  label: string;
}

const LARGEST = decimal("1000000000");

export function emptyCart(now: Date): KeptCart {
  return {
    id: crypto.randomUUID(),
    lines: [],
    sale_type: "RETAIL",
    customer: null,
    site: null,
    discount_percentage: "0",
    discount_amount: "0",
    coupons: [],
    made_at: now.toISOString(),
    draft: null,
    label: "",
  };
}

const isPlain = (line: TillLine) =>
  !line.unit_price &&
  !line.serials?.length &&
  decimal(line.discount_percentage ?? 0).isZero &&
  decimal(line.discount_amount ?? 0).isZero;

/**
 * Add some of a product: to the newest plain line of the same thing, else as a line of its own. `apart`: always so, such as each
 * packet with a label of its own, which may be taken out again by itself.
 */
export function added(cart: KeptCart, line: TillLine, apart = false): { cart: KeptCart; line: string } {
  const same = cart.lines.findLast(
    (one) => one.product === line.product && (one.packaging ?? null) === (line.packaging ?? null) && isPlain(one),
  );
  if (same && isPlain(line) && !apart) {
    const quantity = decimal(same.quantity).plus(decimal(line.quantity)).toString();
    return { cart: changed(cart, same.id, { quantity }), line: same.id };
  }
  return { cart: { ...cart, lines: [...cart.lines, line] }, line: line.id };
}

/** Fewer pieces keep the numbers that were named first. */
export function changed(cart: KeptCart, id: string, changes: Partial<TillLine>): KeptCart {
  const change = (line: TillLine): TillLine => {
    const next = { ...line, ...changes };
    if (!next.serials || next.packaging || changes.quantity === undefined) return next;
    return { ...next, serials: next.serials.slice(0, Math.max(0, Math.floor(Number(next.quantity)))) };
  };
  return { ...cart, lines: cart.lines.map((line) => (line.id === id ? change(line) : line)) };
}

export function without(cart: KeptCart, id: string): KeptCart {
  return { ...cart, lines: cart.lines.filter((line) => line.id !== id) };
}

/** One more or one less; at none the line stays at the least. */
export function stepped(cart: KeptCart, id: string, by: 1 | -1): KeptCart {
  const line = cart.lines.find((one) => one.id === id);
  if (!line) return cart;
  const next = decimal(line.quantity).plus(decimal(by));
  return next.isPositive && !next.isAbove(LARGEST) ? changed(cart, id, { quantity: next.toString() }) : cart;
}

export function withCustomer(cart: KeptCart, customer: CatalogCustomer | null): KeptCart {
  return { ...cart, customer, site: null };
}

export function isEmpty(cart: KeptCart): boolean {
  return cart.lines.length === 0;
}
