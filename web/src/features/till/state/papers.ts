/** Receipts of booked sales: the server counts prints, so that the second one says that it is a copy, and mails them. */
import { call } from "../local/http";
import { postOnce } from "./once";
import type { SaleRecord, SaleState } from "./sale";
import { get } from "./till";

/** What the server has. */
export const BOOKED: ReadonlySet<SaleState> = new Set(["DONE", "ACCEPTED", "ACCEPTED_WITH_NOTE", "SETTLED"]);

const PATIENCE_MS = 2_000;

/** Which copy a print is: 0 the original, and what is printed while nobody can be asked. The customer does not wait for it. */
export async function countPrint({ id, state }: Pick<SaleRecord, "id" | "state">): Promise<number> {
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
