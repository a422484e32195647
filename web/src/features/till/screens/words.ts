/** What the till says: refusals with their figures and the way out, methods. */
import { useLingui } from "@lingui/react/macro";
import { date, money, quantity } from "@/lib/format";
import { asProblem, Problem } from "@/lib/problem";
import { useTill } from "../state/till";
import { useTenderWords } from "./tenderWords";

const text = (value: unknown) => (value === undefined || value === null ? "" : String(value));

/** What INSUFFICIENT_STOCK names first: how much was asked for, and how much there is. */
export function shortOf(data: Readonly<Record<string, unknown>>): { available: string; requested: string } {
  const [first] = Array.isArray(data.items) ? (data.items as Record<string, unknown>[]) : [];
  return { available: text(first?.available ?? "0"), requested: text(first?.requested ?? "0") };
}

export function useTillWords() {
  const { t } = useLingui();
  const currency = useTill((state) => state.memory?.settings.business.currency ?? "EUR");
  const tenderSentence = useTenderWords();
  const cash = (value: unknown) => (value === undefined || value === null ? "" : money(text(value), currency));

  const sentence = (problem: Problem): string | null => {
    const { data } = problem;
    switch (problem.code) {
      case "INSUFFICIENT_STOCK": {
        const { available, requested } = shortOf(data);
        return t`Only ${quantity(available)} of ${quantity(requested)} are here.`;
      }
      case "CREDIT_LIMIT_EXCEEDED":
        return t`This is above the customer's credit: limit ${cash(data.credit_limit)}, owed ${cash(data.outstanding_balance)}, left ${cash(data.available_credit)}.`;
      case "CREDIT_BLOCKED":
        return t`Credit is switched off for this customer. Cash and card work.`;
      case "CREDIT_OVERDUE":
        return t`${cash(data.overdue_amount)} is overdue by ${text(data.days)} days, so nothing more goes on account.`;
      case "CUSTOMER_BLOCKED":
        return t`Sales to this customer are blocked. Sell without customer, or ask a manager.`;
      case "PRICE_CHANGED":
        return t`Prices changed while you were selling. Nothing was charged. Look at the new total, then pay again.`;
      case "UNDERPAID":
        return t`${cash(data.missing)} is still to pay.`;
      case "OVERPAID":
        return t`This is more than is to be paid, and only cash gives change.`;
      case "AMOUNT_NOT_POSITIVE":
        return t`Type an amount above 0.`;
      case "SALE_NOT_DRAFT":
        return t`This sale was finished at another till.`;
      case "DISCOUNT_NOT_ALLOWED":
        return t`${text(data.discount_percentage)} % is above your limit of ${text(data.max_discount)} %.`;
      case "NO_PRICE":
        return t`This product has no price.`;
      case "PRODUCT_NOT_SELLABLE":
        return t`This product is not sold now.`;
      case "QUANTITY_TOO_PRECISE":
        return t`This is sold in whole pieces.`;
      case "SERIAL_REQUIRED":
      case "SERIALS_REQUIRED":
        return t`Enter the serial number of each piece.`;
      case "SERIALS_MISMATCH":
        return t`There must be one serial number for each piece.`;
      case "SERIAL_NOT_IN_STOCK":
        return t`A piece with this number is not here: ${Array.isArray(data.serials) ? data.serials.join(", ") : ""}.`;
      case "COUPON_NOT_FOUND":
      case "COUPON_EXPIRED":
        return t`Coupon ${text(data.coupon)} is not valid any more. Take it off, then pay again.`;
      case "COUPON_USED_UP":
        return t`Coupon ${text(data.coupon)} was used already. Take it off, then pay again.`;
      case "SIGN_IN_FAILED":
        return t`The PIN is wrong.`;
      case "OFFLINE_UNKNOWN":
        return t`There is no connection, and you have not signed in at this till before. Somebody who has can sell.`;
      case "GRANT_ENDED":
        return t`Your leave to sell offline has ended. Connect this till, then sign in again. The cart is kept.`;
      case "NO_GRANT":
        return t`There is no connection, and this till may not sell offline. The cart is kept.`;
      case "OFFLINE_TENDER":
        return t`This method needs a connection. Take cash, or hold the sale.`;
      case "OFFLINE_CREDIT":
        return t`Without a connection at most ${cash(data.limit)} of a sale may stay owed.`;
      case "OFFLINE_APPROVAL":
        return t`Approvals need a connection. Take the discount back, or hold the sale.`;
      case "STORAGE_REFUSED":
        return t`This till can't sell offline: its browser does not keep sales safely. The cart is kept.`;
      case "NOT_CONFIRMED":
        return t`The server has not answered. Nobody knows yet whether this sale was booked. It will not be charged twice: check again.`;
      case "QUOTA_FULL":
        return t`This till has no room for another offline sale. Those that wait are safe. Send them, or save them as a file.`;
      case "APPROVAL_CART_CHANGED":
        return t`The cart changed after it was approved. Ask again.`;
      default:
        return tenderSentence(problem);
    }
  };

  const METHODS: Record<string, string> = {
    CASH: t`Cash`,
    CARD: t`Card`,
    MOMO: t`Mobile money`,
    TRANSFER: t`Bank transfer`,
    CREDIT: t({ message: "On account", context: "sold on credit" }),
    GIFT_CARD: t`Gift card`,
    STORE_CREDIT: t`Store credit`,
    LOYALTY: t({ message: "Points", context: "of a customer" }),
    EXCHANGE: t`Goods brought back`,
  };

  return {
    money: cash,
    date,
    method: (code: string) => METHODS[code] ?? code,
    /** The problem with this till's words for it, where it has any. */
    told: (error: unknown): Problem => {
      const problem = asProblem(error);
      const words = sentence(problem);
      return words ? new Problem(problem.code, problem.status, problem.detail, problem.data, [], words) : problem;
    },
    sentence: (error: unknown): string => {
      const problem = asProblem(error);
      return sentence(problem) ?? problem.detail ?? problem.code;
    },
  };
}
