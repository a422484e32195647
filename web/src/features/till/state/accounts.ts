/** Money for what a customer owes, taken at the till. It needs a connection: the books say at once what it settled. */
import { call } from "../local/http";
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

/** Book it. The same again under the same key is booked once. Raises: Problem. */
export async function takePayment(customer: string, payment: AccountPayment, key: string): Promise<Taken> {
  const token = get().session?.token ?? null;
  const taken = await call<Taken>("POST", `/api/customers/${customer}/payments/`, { token, key, body: payment });
  void refresh();
  return taken;
}
