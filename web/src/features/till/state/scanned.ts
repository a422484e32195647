/** What a scan means at the counter: the number of a receipt opens its sale, all else goes into the cart. */
import { enterCode } from "./codes";
import { startReturn } from "./returns";
import type { CodeFault } from "./till";

/** Place, till, day and number, as receipts have them. */
const RECEIPT = /^[A-Z0-9]+(?:-[A-Z0-9]+)*-\d{8}-[A-Z0-9-]*\d{4,}$/;

export const isReceiptNumber = (code: string) => RECEIPT.test(code.toUpperCase());

/** Null where it was taken; else why not, which is told beside the cart. */
export async function takeScan(code: string, quantity = "1"): Promise<CodeFault | null> {
  if (!isReceiptNumber(code)) return enterCode(code, quantity);
  startReturn(code.toUpperCase());
  return null;
}
