/** Money for what a customer owes, taken at the till. It needs a connection: the books say at once what it settled. */
import { asProblem } from "@/lib/problem";
import { call, isDecided } from "../local/http";
import { refresh } from "./session";
import { get } from "./till";

export interface AccountPayment {
  amount: string;
  payment_method: string;
  /** What was handed over in cash; more than `amount` gives change. */
  tendered?: string;
}

export interface Taken {
  payment: { id: string; amount_paid: string; change: string; payment_method: string; created_at: string };
  kept_as_credit: string;
  outstanding_balance: string;
  available_credit: string;
}

/** By customer and body: the keys of payments of which nobody knows yet whether they were booked. */
const unsure = new Map<string, string>();

/**
 * Book it. Where no answer came, the same again is the same payment, also after its form was closed: it is booked once.
 * Raises: Problem.
 */
export async function takePayment(customer: string, payment: AccountPayment): Promise<Taken> {
  const token = get().session?.token ?? null;
  const asked = JSON.stringify([customer, payment]);
  const key = unsure.get(asked) ?? crypto.randomUUID();
  unsure.set(asked, key);
  try {
    const taken = await call<Taken>("POST", `/api/customers/${customer}/payments/`, { token, key, body: payment });
    unsure.delete(asked);
    void refresh();
    return taken;
  } catch (error) {
    if (isDecided(asProblem(error))) unsure.delete(asked);
    throw error;
  }
}
