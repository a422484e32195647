/** What refusals about goods, deliveries and suppliers' invoices say to a person. */
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

export const GOODS_WORDS: Record<string, () => MessageDescriptor> = {
  INSUFFICIENT_STOCK: () => msg`There is less of this in stock than is to go. Nothing moved. Write less, or count it.`,
  OVER_DELIVERY: () =>
    msg`More came than was ordered, and more than the purchase settings allow. Nothing was taken in.`,
  EXPIRY_REQUIRED: () => msg`A product needs its date of expiry. Write it in its line, save, and try again.`,
  SERIALS_MISMATCH: () => msg`There must be one serial number for each piece. Write as many numbers as pieces.`,
  SERIAL_NOT_IN_STOCK: () => msg`A piece with this serial number is not here. Look for it under Serial numbers.`,
  SERIAL_IN_STOCK: () => msg`A piece with this serial number is in stock already. Check the number.`,
  DOCUMENT_EMPTY: () => msg`There are no goods on it yet. Add a line first.`,
  INVOICE_MISMATCH: () =>
    msg`The invoice differs from what was ordered or received. Nothing was booked. Mend its lines, or accept the differences.`,
  NO_PRICE: () => msg`A product has no price from this supplier. Write the price in its line.`,
  SAME_LOCATION: () => msg`From and to are the same place. Choose another one.`,
  NOTHING_TO_RECEIVE: () => msg`All of this order has come already.`,
  ALLOCATION_TOO_LARGE: () => msg`More is to be settled than is open. Write a smaller amount.`,
  COUNT_OVERLAPS: () => msg`Another count of these products is going on here. Finish or cancel it first.`,
  COUNT_NOT_OPEN: () => msg`This count is not open for counting.`,
};
