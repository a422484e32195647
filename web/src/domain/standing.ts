/**
 * Whether a customer may buy at all, and owe what they do not pay now. Amounts are in major units of the business's currency.
 *
 * Twins: partners/rules/standing.py, partners/rules/merging.py `check_not_merged`, docs/algorithms/credit.md.
 */

import { type Decimal, max, ZERO } from "./decimal";
import { type Figures, Refusal } from "./refusal";

/**
 * What counts of a customer. Above zero, `outstandingBalance` is owed. `overdueAmount` is past its due date, its oldest part by
 * `overdueDays`; `graceDays` is the business's setting.
 */
export interface CreditStanding {
  isActive: boolean;
  salesBlocked: boolean;
  creditBlocked: boolean;
  creditLimit: Decimal;
  outstandingBalance: Decimal;
  overdueAmount: Decimal;
  overdueDays: number;
  graceDays: number;
}

/** What may still be owed, never below 0; and what speaks against owing more. */
export function availableCredit(standing: CreditStanding): Decimal {
  return max(standing.creditLimit.minus(standing.outstandingBalance), ZERO);
}

/**
 * Let the customer owe `amount` more; 0 asks only whether they may buy.
 *
 * An `override` allows what is refused here, and the flags tell what it allowed, of CREDIT_BLOCKED, OVER_CREDIT_LIMIT and
 * OVERDUE; without one there are none. It never helps a blocked customer.
 *
 * Refuses: CUSTOMER_BLOCKED, CREDIT_BLOCKED, CREDIT_LIMIT_EXCEEDED (data: amount, requested_amount, available_credit,
 * credit_limit, outstanding_balance), CREDIT_OVERDUE (data: overdue_amount, days, grace_days).
 */
export function checkCredit(standing: CreditStanding, amount: Decimal, override: boolean): string[] {
  if (standing.salesBlocked || !standing.isActive) throw new Refusal("CUSTOMER_BLOCKED");
  if (!amount.isPositive) return [];
  const refusals = refusalsOf(standing, amount);
  const [gravest] = refusals;
  if (gravest && !override) throw new Refusal(gravest.code, gravest.data);
  return refusals.map((refusal) => refusal.flag);
}

/** Refuses: CUSTOMER_MERGED (data: customer, merged_into). */
export function checkNotMerged(customer: string, mergedInto: string | null): void {
  if (mergedInto !== null) throw new Refusal("CUSTOMER_MERGED", { customer, merged_into: mergedInto });
}

/** What speaks against owing `amount` more, the gravest first, with the flag that an override leaves. */
function refusalsOf(standing: CreditStanding, amount: Decimal): { flag: string; code: string; data: Figures }[] {
  const refusals = [];
  const available = standing.creditLimit.minus(standing.outstandingBalance);
  if (standing.creditBlocked) refusals.push({ flag: "CREDIT_BLOCKED", code: "CREDIT_BLOCKED", data: {} });
  if (amount.isAbove(available)) {
    const data = {
      amount: String(amount),
      requested_amount: String(amount),
      available_credit: String(available),
      credit_limit: String(standing.creditLimit),
      outstanding_balance: String(standing.outstandingBalance),
    };
    refusals.push({ flag: "OVER_CREDIT_LIMIT", code: "CREDIT_LIMIT_EXCEEDED", data });
  }
  if (standing.overdueAmount.isPositive && standing.overdueDays > standing.graceDays) {
    const data = {
      overdue_amount: String(standing.overdueAmount),
      days: standing.overdueDays,
      grace_days: standing.graceDays,
    };
    refusals.push({ flag: "OVERDUE", code: "CREDIT_OVERDUE", data });
  }
  return refusals;
}
