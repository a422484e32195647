import { expect, test } from "vitest";
import { isReceiptNumber } from "./scanned";

test.each(["S1-T9-20261122-0001", "s1-t9-20261122-0001", "SOF-A-T1-20261122-D20001", "S1-20261122-12345"])(
  "%s is the number of a receipt",
  (code) => expect(isReceiptNumber(code)).toBe(true),
);

test.each(["3800000000010", "SKU-12", "A-20261122", "2112345678901", "S1-T9-20261122-1"])(
  "%s is no number of a receipt",
  (code) => expect(isReceiptNumber(code)).toBe(false),
);
