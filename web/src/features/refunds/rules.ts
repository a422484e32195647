/** What the refund form and its steps reckon: pure, of strings. The server decides; this only says it beforehand. */
import Big from "big.js";
import type { Schemas } from "@/lib/api";
import { isDecimal } from "@/lib/decimals";

type Line = Pick<Schemas["RefundEligibility"], "sale_item" | "quantity_left">;

export interface Chosen {
  quantity: string;
  destination: Schemas["RefundDestination"];
  location: string;
  serials: readonly string[];
}

export const NOTHING: Chosen = { quantity: "", destination: "SHELF", location: "", serials: [] };

/** Above the limit of the business whoever asked does not approve. */
export function needsAnother(
  refund: { amount: string; requested_by: string },
  limit: string | null | undefined,
  user: string,
): boolean {
  return Boolean(limit) && refund.requested_by === user && new Big(refund.amount).gt(limit ?? 0);
}

/** One more or one less, between nothing and what is left. */
export function stepped(quantity: string, by: 1 | -1, left: string): string {
  const now = new Big(isDecimal(quantity) ? quantity : "0").plus(by);
  if (now.lte(0)) return "";
  return (now.gt(left) ? new Big(left) : now).toFixed();
}

/** Whether it is a quantity that may come back of a line: none, or at most what is left. */
export function fits(quantity: string, left: string): boolean {
  return quantity === "" || (isDecimal(quantity) && new Big(quantity).lte(left));
}

const isSome = (quantity: string) => isDecimal(quantity) && new Big(quantity).gt(0);

/** The lines of the request, in the order of the sale. */
export function itemsOf(
  lines: readonly Line[],
  chosen: Readonly<Record<string, Chosen>>,
): Schemas["AskedRefundItemRequest"][] {
  return lines.flatMap(({ sale_item }) => {
    const one = chosen[sale_item];
    if (!one || !isSome(one.quantity)) return [];
    const { quantity, destination, location, serials } = one;
    return [
      {
        sale_item,
        quantity,
        destination,
        restock: destination !== "NONE",
        ...(destination === "LOCATION" ? { location } : {}),
        ...(serials.length > 0 ? { serials: [...serials] } : {}),
      },
    ];
  });
}

/** About what is given back: each line's share of what was paid for it. The server reckons it to the cent. */
export function worth(
  lines: readonly { id: string; quantity: string; gross: string }[],
  chosen: Readonly<Record<string, Chosen>>,
): string {
  return lines
    .reduce((sum, line) => {
      const back = chosen[line.id]?.quantity ?? "";
      return isSome(back) ? sum.plus(new Big(line.gross).times(back).div(line.quantity)) : sum;
    }, new Big(0))
    .toFixed();
}

export type Tender = Schemas["RefundPayment"];

/** Whether a provider refused to give it back and nothing went out instead yet. */
export function waitsForAnotherWay(
  payments: readonly Pick<Tender, "replaces">[],
  tender: Pick<Tender, "id" | "status">,
): boolean {
  return tender.status === "FAILED" && !payments.some((one) => one.replaces === tender.id);
}
