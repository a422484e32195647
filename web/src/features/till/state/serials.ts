/** Which pieces are sold, of what has serial numbers: each has to be named before it can be paid. */
import { decimal } from "@/domain/decimal";
import { toBaseQuantity } from "@/domain/quantities";
import { asProblem } from "@/lib/problem";
import { call } from "../local/http";
import type { Memory } from "../local/memory";
import { change } from "./acts";
import type { KeptCart, TillLine } from "./cart";
import { byCode } from "./codes";
import { get, set } from "./till";

export type SerialFault = "TWICE" | "PRODUCT" | "ENOUGH" | "EMPTY";

/** How many pieces a line has to name; 0 where its product has no numbers. */
export function piecesOf(line: TillLine, memory: Memory): number {
  const product = memory.products.get(line.product);
  if (!product?.tracks_serials) return 0;
  const packaging = product.packagings.find((one) => one.id === line.packaging);
  const base = toBaseQuantity(decimal(line.quantity), packaging?.factor_num ?? 1, packaging?.factor_den ?? 1);
  return base ? Number(base.truncated()) : 0;
}

/** The first line that does not name each of its pieces. */
export function unnamed(cart: KeptCart, memory: Memory): TillLine | undefined {
  return cart.lines.find((line) => piecesOf(line, memory) !== (line.serials?.length ?? 0));
}

/** The numbers that may be chosen; null where there is no connection, or the role does not show stock. */
export async function piecesHere(product: string): Promise<string[] | null> {
  const { session, online, memory } = get();
  if (!session?.token || !online || !memory) return null;
  const query = new URLSearchParams({
    product,
    location: memory.settings.storefront.id,
    is_open: "true",
    page_size: "100",
  });
  try {
    const { results } = await call<{ results: { serial_number: string; kind: string; status: string }[] }>(
      "GET",
      `/api/serials/?${query}`,
      { token: session.token },
    );
    return results
      .filter((piece) => piece.kind === "STOCK" && piece.status === "AVAILABLE")
      .map((piece) => piece.serial_number);
  } catch (error) {
    asProblem(error); // a number can be scanned or typed without the list
    return null;
  }
}

/** Name a piece of a line; why not, where it can't be one. */
export async function namePiece(id: string, text: string): Promise<SerialFault | null> {
  const number = text.trim();
  if (!number) return "EMPTY";
  if (await byCode(number)) return "PRODUCT";
  const { cart, memory } = get();
  const line = cart.lines.find((one) => one.id === id);
  if (!line || !memory) return null;
  const product = line.product;
  if (cart.lines.some((one) => one.product === product && one.serials?.includes(number))) return "TWICE";
  const named = line.serials ?? [];
  if (named.length >= piecesOf(line, memory)) return "ENOUGH";
  await change(id, { serials: [...named, number] });
  return null;
}

export async function unnamePiece(id: string, number: string): Promise<void> {
  const line = get().cart.lines.find((one) => one.id === id);
  await change(id, { serials: line?.serials?.filter((one) => one !== number) ?? [] });
}

/** Ask for the numbers of a line. */
export function askSerials(line: string): void {
  set({ serialsOf: line });
}
