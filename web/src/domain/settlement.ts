/**
 * How tenders settle a total: cash rounding, change, what stays due, and what the sale is called afterwards.
 *
 * Amounts are in major units with the currency's decimals. Twin: sales/rules/settlement.py, docs/algorithms/tax-and-rounding.md
 * "Cash rounding". What is left to tender is the till's own question; the server has no twin of `restToPay`.
 */

import { bounded, exactMoney } from "./amounts";
import { type Decimal, max, min, sum, ZERO } from "./decimal";
import { type Currency, roundMoney, roundToStep } from "./money";
import { Refusal } from "./refusal";
import { FROM_A_WALLET } from "./wallets";

export const TAKEN_AT_THE_TILL = ["CARD", "CASH", "MOMO", "TRANSFER"] as const;
export type PaymentMethod = (typeof TAKEN_AT_THE_TILL)[number] | "GIFT_CARD" | "STORE_CREDIT" | "LOYALTY";
export type SaleStatus = "COMPLETED" | "PARTIAL" | "PENDING";
export type PaymentType = PaymentMethod | "CREDIT" | "WALLET" | "MIXED";

/** What a customer hands over. `fromWallet`: an account is named that it is taken from. */
export interface TenderInput {
  method: string;
  amount: Decimal;
  fromWallet?: boolean;
}

/** A tender as booked: `tendered` - `change` = `amountPaid`. */
export interface SettledTender {
  method: PaymentMethod;
  tendered: Decimal;
  change: Decimal;
  amountPaid: Decimal;
}

/** `totalAmount` = total of the lines + `roundingAmount` = `amountPaid` + `amountDue`. */
export interface Settlement {
  roundingAmount: Decimal;
  totalAmount: Decimal;
  tenders: readonly SettledTender[];
  amountPaid: Decimal;
  amountDue: Decimal;
  change: Decimal;
  status: SaleStatus;
  paymentType: PaymentType;
}

/** What is settled, in what, and whether a remainder may be due. A step of 0 means no cash rounding. */
export interface SettlingTerms {
  total: Decimal;
  currency: Currency;
  cashRoundingStep: Decimal;
  mayOwe: boolean;
}

/**
 * `total` (sum of the lines' gross) settled by `tenders`.
 *
 * The total is rounded to the step only where it is paid wholly, and in cash. Change comes from cash, the last tender first. A
 * remainder is due where the sale `mayOwe`. A free sale without tenders is COMPLETED, as paid in CASH.
 *
 * Refuses: METHOD_NOT_AVAILABLE (data: method, available), AMOUNT_NOT_POSITIVE (data: amount), AMOUNT_TOO_LARGE (data: amount,
 * limit), AMOUNT_TOO_PRECISE (data: amount, currency), each with the `tender` counted from 1; OVERPAID (data: total, non_cash,
 * tendered); UNDERPAID (data: total, paid, missing).
 * Throws: RangeError for a total below zero.
 */
export function settle(tenders: readonly TenderInput[], terms: SettlingTerms): Settlement {
  const { currency } = terms;
  if (terms.total.isNegative) throw new RangeError("a total is below zero");
  const total = exactMoney(terms.total, currency);
  const taken = tenders.map((tender, at) => accepted(tender, at + 1, currency));
  const tendered = bounded(
    sum(
      taken.map((tender) => tender.tendered),
      roundMoney(ZERO, currency),
    ),
  );
  const toPay = amountToPay(total, tendered, tenders, terms);
  const settled = withChange(toPay, tendered, taken);
  const paid = min(tendered, toPay);
  const due = toPay.minus(paid);
  if (!due.isZero && !terms.mayOwe) {
    throw new Refusal("UNDERPAID", { total: String(toPay), paid: String(paid), missing: String(due) });
  }
  return {
    roundingAmount: toPay.minus(total),
    totalAmount: toPay,
    tenders: settled,
    amountPaid: paid,
    amountDue: due,
    change: tendered.minus(paid),
    status: statusOf(paid, due),
    paymentType: paymentTypeOf(settled, due),
  };
}

/**
 * What is left to tender if the rest is given by `next`: the amount that a till shows first. Where all of it is cash it is the
 * rounded total. Below 0 nothing is left.
 */
export function restToPay(
  tenders: readonly TenderInput[],
  next: string,
  terms: Pick<SettlingTerms, "total" | "currency" | "cashRoundingStep">,
): Decimal {
  const isCash = [next, ...tenders.map((tender) => tender.method)].every((method) => method === "CASH");
  const total = isCash ? roundToStep(terms.total, terms.cashRoundingStep, terms.currency) : terms.total;
  const rest = total.minus(sum(tenders.map((tender) => tender.amount)));
  return roundMoney(max(rest, ZERO), terms.currency);
}

/** The amount of a tender that the till may take. */
function accepted(tender: TenderInput, number: number, currency: Currency): SettledTender {
  const { method, amount, fromWallet } = tender;
  const taken: readonly string[] = fromWallet ? FROM_A_WALLET : TAKEN_AT_THE_TILL;
  const known = taken.find((each) => each === method) as PaymentMethod | undefined;
  if (!known) throw new Refusal("METHOD_NOT_AVAILABLE", { tender: number, method, available: [...TAKEN_AT_THE_TILL] });
  if (!amount.isPositive) throw new Refusal("AMOUNT_NOT_POSITIVE", { tender: number, amount: String(amount) });
  const tendered = exactMoney(amount, currency, { tender: number });
  return { method: known, tendered, change: tendered.minus(tendered), amountPaid: tendered };
}

function amountToPay(
  total: Decimal,
  tendered: Decimal,
  tenders: readonly TenderInput[],
  { cashRoundingStep, currency }: SettlingTerms,
): Decimal {
  if (cashRoundingStep.isZero || !tenders.length || tenders.some(({ method }) => method !== "CASH")) return total;
  const rounded = roundToStep(total, cashRoundingStep, currency);
  return rounded.isAbove(tendered) ? total : rounded;
}

/**
 * What each tender gives back: the excess, from cash alone, the last tender first.
 *
 * A tender that would go back whole was not needed, so it is a mistake; unless nothing was to be paid at all.
 */
function withChange(toPay: Decimal, tendered: Decimal, taken: readonly SettledTender[]): SettledTender[] {
  let left = max(tendered.minus(toPay), ZERO);
  const settled = [...taken].reverse().map((tender) => {
    if (left.isZero || tender.method !== "CASH") return tender;
    const change = min(left, tender.tendered);
    left = left.minus(change);
    return { ...tender, change, amountPaid: tender.tendered.minus(change) };
  });
  if (!left.isZero || (!toPay.isZero && settled.some((tender) => tender.amountPaid.isZero))) {
    const nonCash = taken.filter((tender) => tender.method !== "CASH").map((tender) => tender.tendered);
    throw new Refusal("OVERPAID", {
      total: String(toPay),
      non_cash: String(sum(nonCash, tendered.minus(tendered))),
      tendered: String(tendered),
    });
  }
  return settled.reverse();
}

/** What the status of a completed sale tells: nothing, some or all of it is paid. */
export function statusOf(paid: Decimal, due: Decimal): SaleStatus {
  if (due.isZero) return "COMPLETED";
  return paid.isZero ? "PENDING" : "PARTIAL";
}

function paymentTypeOf(tenders: readonly SettledTender[], due: Decimal): PaymentType {
  const [first, ...more] = tenders.map((tender) => tender.method);
  if (!first) return due.isZero ? "CASH" : "CREDIT";
  if (!due.isZero || more.some((method) => method !== first)) return "MIXED";
  return FROM_A_WALLET.includes(first) ? "WALLET" : (first as PaymentType);
}
