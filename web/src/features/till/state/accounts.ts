/** Money for what a customer owes, taken at the till. It needs a connection: the books say at once what it settled. */
import { postOnce } from "./once";
import { refresh } from "./session";

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

/** Book it, once however often it is asked for. Raises: Problem. */
export async function takePayment(customer: string, payment: AccountPayment): Promise<Taken> {
  const taken = await postOnce<Taken>(`/api/customers/${customer}/payments/`, payment);
  void refresh();
  return taken;
}
