/**
 * How a priced cart is paid: what its tenders settle, what stays owed, and whether the customer may owe it.
 *
 * Twins: sales/rules/plan.py `_settlement` and `_credit_flags`.
 */

import type { Cart, Need, PricedCart } from "./cart";
import { decimal, max, sum, ZERO } from "./decimal";
import type { CreditRow, CustomerRow, TillFacts } from "./facts";
import { addDays, daysBetween } from "./instants";
import { attempt, type Refusal } from "./refusal";
import { type Settlement, settle, type TenderInput } from "./settlement";
import { type CreditStanding, checkCredit } from "./standing";

export const CREDIT_OVERRIDE = "credit.override";

/** How tenders settle a priced cart. `settlement` is null where `problems` say why not. */
export interface Payment {
  settlement: Settlement | null;
  problems: readonly Refusal[];
  needs: readonly Need[];
  standing: CreditStanding | null;
  /** What an override of the customer's credit would leave as flags. */
  creditFlags: readonly string[];
  dueDate: string | null;
}

/**
 * What becomes of the total when these tenders are given. A customer may owe the rest as far as its credit goes; beyond that
 * `needs` has credit.override, with the refusal that the server would answer.
 */
export function payCart(
  facts: TillFacts,
  cart: Cart,
  priced: PricedCart,
  tenders: readonly TenderInput[],
  credit: CreditRow | null = null,
): Payment {
  const problems: Refusal[] = [];
  const customer = cart.customer ?? null;
  const { business } = facts.settings;
  const settlement = attempt(
    () =>
      settle(tenders, {
        total: priced.total,
        currency: priced.currency,
        cashRoundingStep: decimal(business.cash_rounding_step),
        mayOwe: customer !== null,
      }),
    problems,
  );
  const nothing = { settlement, problems, needs: [], standing: null, creditFlags: [], dueDate: null };
  if (!customer || !settlement) return nothing;
  const standing = standingOf(customer, credit, priced.day, business.credit_grace_days);
  const { amountDue } = settlement;
  const dueDate = amountDue.isZero ? null : addDays(priced.day, customer.credit_terms_days);
  const creditFlags = attempt(() => checkCredit(standing, amountDue, true), problems);
  if (!creditFlags) return { ...nothing, settlement: null, standing };
  if (!creditFlags.length) return { ...nothing, standing, dueDate };
  const refusals: Refusal[] = [];
  attempt(() => checkCredit(standing, amountDue, false), refusals);
  const need = { action: CREDIT_OVERRIDE, line: null, amount: amountDue, limit: null, refusal: refusals[0] ?? null };
  return { ...nothing, needs: [need], standing, creditFlags, dueDate };
}

/** What a customer's credit stands at on a business day. Twin: the columns of sales/sql/read.py `_context`. */
export function standingOf(
  customer: CustomerRow,
  credit: CreditRow | null,
  day: string,
  graceDays: number,
): CreditStanding {
  const dues = (credit?.dues ?? []).map(([due, amount]) => ({ due, amount: decimal(amount) }));
  const counted = dues.filter(
    ({ due, amount }) => amount.isNegative || (due !== null && addDays(due, graceDays) < day),
  );
  const overdueAmount = max(sum(counted.map(({ amount }) => amount)), ZERO);
  const owed = dues.flatMap(({ due, amount }) => (due !== null && amount.isPositive ? [due] : []));
  const oldest = owed.sort()[0];
  return {
    isActive: true,
    salesBlocked: customer.sales_blocked,
    creditBlocked: customer.credit_blocked,
    creditLimit: decimal(customer.credit_limit),
    outstandingBalance: decimal(credit?.owed ?? 0),
    overdueAmount,
    overdueDays: overdueAmount.isPositive && oldest !== undefined ? daysBetween(oldest, day) : 0,
    graceDays,
  };
}
