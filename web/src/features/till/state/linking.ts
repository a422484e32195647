/** A code that nothing has becomes the barcode of a product, by somebody who may change products. */
import { call } from "../local/http";
import { addProduct } from "./acts";
import { refresh } from "./session";
import { get, set, type TillState } from "./till";

const RIGHT = "product.manage";

/** Whether whoever sells may do so, now: it needs a connection. */
export function mayLink({ session, online }: Pick<TillState, "session" | "online">): boolean {
  return online && session?.token != null && session.operator.capabilities.includes(RIGHT);
}

/** Link it, and add what was scanned to the cart. Raises: Problem. */
export async function linkCode(code: string, product: string, packaging: string | null, key: string): Promise<void> {
  const body = { code, ...(packaging ? { packaging } : {}) };
  await call("POST", `/api/products/${product}/barcodes/`, { token: get().session?.token ?? null, key, body });
  if (get().unknown?.code === code) set({ unknown: null });
  void refresh(); // so that the next scan finds it
  await addProduct(product, { packaging });
}
