/** What codes may be, and the symbologies they are printed in, in words. */
import { useLingui } from "@lingui/react/macro";
import type { CodeKind, Symbology } from "@/domain/codes";

export const SYMBOLOGIES: Readonly<Record<Symbology, string>> = {
  ANY: "",
  EAN13: "EAN-13",
  EAN8: "EAN-8",
  UPCA: "UPC-A",
};

export function useCodeWords() {
  const { t } = useLingui();
  const kinds: Record<CodeKind, string> = {
    WEIGHT: t`Weight of a product`,
    PRICE: t`Price of a product`,
    PRODUCT: t({ message: "Product", context: "what a scanned code is" }),
    COUPON: t({ message: "Coupon", context: "what a scanned code is" }),
    CUSTOMER: t({ message: "Customer", context: "what a scanned code is" }),
    CASHIER: t({ message: "Cashier", context: "what a scanned code is" }),
    RECEIPT: t({ message: "Receipt", context: "what a scanned code is" }),
    VOUCHER: t({ message: "Voucher", context: "what a scanned code is" }),
  };
  return {
    kinds,
    symbology: (code: Symbology) => SYMBOLOGIES[code] || t`Any code`,
  };
}
