/** Goods that are brought without a receipt: what they are is scanned, and the server says what they give back at most. */
import { create } from "zustand";
import { FIRST_REASON, goesNow, goesTo } from "@/domain/comingBack";
import { decimal } from "@/domain/decimal";
import { type CatalogProduct, catalog } from "../local/catalog";
import { feed } from "../local/feed";
import { byCode } from "./codes";
import { postOnce, read } from "./once";
import { type Asking, type Destination, decideOn, type Refund, showBrought } from "./returns";
import { get } from "./till";

export interface BroughtLine {
  id: string;
  product: string;
  name: string;
  /** Of packages of it; else of base units. */
  packaging: string | null;
  packagingName: string;
  tracksSerials: boolean;
  quantity: string;
  destination: Exclude<Destination, "NONE">;
  serials: readonly string[];
  /** Less than the most that one gives back; empty for that. */
  unitPrice: string;
}

interface Brought {
  lines: readonly BroughtLine[];
  reason: string;
  /** Asked for here before and not done. */
  open: readonly Refund[];
}

export const useBrought = create<Brought>(() => ({ lines: [], reason: FIRST_REASON, open: [] }));

/** To the list of what was brought. */
export async function startBrought(): Promise<void> {
  useBrought.setState({ lines: [], reason: FIRST_REASON, open: [] });
  showBrought();
  const place = get().memory?.settings.storefront.id ?? "";
  const path = `/api/refunds/?has_receipt=false&location=${place}&status=PENDING&status=APPROVED`;
  const { results } = await read<{ results: Refund[] }>(path);
  useBrought.setState({ open: results });
}

/** One more of the product with this code was brought; false where no product has it. */
export async function scanBrought(code: string): Promise<boolean> {
  const found = await byCode(code);
  if (found) addBrought(found.product, found.packaging);
  return found !== null;
}

export function addBrought(product: CatalogProduct, packaging: string | null = null): void {
  const { lines, reason } = useBrought.getState();
  const same = lines.find((line) => line.product === product.id && line.packaging === packaging);
  if (same) {
    changeBrought(same.id, { quantity: decimal(same.quantity).plus(decimal("1")).toString() });
    return;
  }
  const line: BroughtLine = {
    id: crypto.randomUUID(),
    product: product.id,
    name: product.name,
    packaging,
    packagingName: product.packagings.find((one) => one.id === packaging)?.name ?? "",
    tracksSerials: product.tracks_serials,
    quantity: "1",
    destination: goesTo(reason),
    serials: [],
    unitPrice: "",
  };
  useBrought.setState({ lines: [...lines, line] });
}

export function changeBrought(id: string, changes: Partial<BroughtLine>): void {
  const { lines } = useBrought.getState();
  useBrought.setState({ lines: lines.map((line) => (line.id === id ? { ...line, ...changes } : line)) });
}

/** Why it was brought; lines go where such goods go, unless somebody said otherwise. */
export function giveBroughtReason(reason: string): void {
  const { lines, reason: before } = useBrought.getState();
  const now = lines.map((line) => ({ ...line, destination: goesNow(line.destination, before, reason) }));
  useBrought.setState({ reason, lines: now });
}

export function dropBrought(id: string): void {
  useBrought.setState({ lines: useBrought.getState().lines.filter((line) => line.id !== id) });
}

/** Those of which something was brought. */
export const countedLines = (lines: readonly BroughtLine[]) =>
  lines.filter((line) => decimal(line.quantity).isPositive);

/** Products of these words. */
export async function findBrought(
  text: string,
  most: number,
): Promise<{ hits: readonly CatalogProduct[]; total: number }> {
  const { ids, total } = await feed.products(text, most);
  const hits = (await catalog.products.bulkGet(ids)).filter((product) => product !== undefined);
  return { hits, total };
}

interface AskingBrought extends Asking {
  broughtBy: string;
}

/** Ask for the refund of what was brought; where the operator may approve it alone, it is approved. Raises: Problem. */
export async function askBrought({ method, notes, broughtBy }: AskingBrought): Promise<void> {
  const { lines, reason } = useBrought.getState();
  const customer = get().cart.customer;
  const body = {
    refund_method: method,
    reason,
    notes,
    brought_by: broughtBy,
    ...(method === "CREDIT_NOTE" && customer ? { customer: customer.id } : {}),
    items: countedLines(lines).map((line) => ({
      product: line.product,
      quantity: line.quantity,
      destination: line.destination,
      ...(line.packaging ? { packaging: line.packaging } : {}),
      ...(line.unitPrice ? { unit_price: line.unitPrice } : {}),
      ...(line.serials.length ? { serials: line.serials } : {}),
    })),
  };
  await decideOn(await postOnce<Refund>("/api/refunds/without-receipt/", body));
}
