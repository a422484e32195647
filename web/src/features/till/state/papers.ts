/** Receipts of booked sales: the server counts prints, so that the second one says that it is a copy, and mails them. */
import { call } from "../local/http";
import { postOnce } from "./once";
import type { SaleRecord, SaleState } from "./sale";
import { get } from "./till";

/** What the server has. */
export const BOOKED: ReadonlySet<SaleState> = new Set(["DONE", "ACCEPTED", "ACCEPTED_WITH_NOTE", "SETTLED"]);

const PATIENCE_MS = 2_000;

/** How often this till has printed a receipt since it was started. */
const printed = new Map<string, number>();

/** Which copy a print is; 0 is the original. While nobody can be asked, it is what this till knows of. The customer does not wait for it. */
export async function countPrint(sale: Pick<SaleRecord, "id" | "state">): Promise<number> {
  const here = printed.get(sale.id) ?? 0;
  const copy = Math.max(await countThere(sale), here);
  printed.set(sale.id, copy + 1);
  return copy;
}

/** What the server says; 0 where it does not. */
async function countThere({ id, state }: Pick<SaleRecord, "id" | "state">): Promise<number> {
  const token = get().session?.token ?? null;
  if (!get().online || !token || !BOOKED.has(state)) return 0;
  const asked = { token, key: crypto.randomUUID(), body: { form: "json" }, patience: PATIENCE_MS };
  try {
    return (await call<{ copy_number: number }>("POST", `/api/sales/${id}/receipt/print/`, asked)).copy_number;
  } catch {
    return 0;
  }
}

/** Raises: Problem. */
export async function mailReceipt(sale: string, to: string): Promise<void> {
  await postOnce(`/api/sales/${sale}/receipt/email/`, { to });
}
