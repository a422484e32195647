/**
 * Money that a provider is to give back: what became of it is looked up while it is awaited, and what was refused goes back another
 * way, once. Source: docs/adr/0065.
 */
import { postOnce, read } from "./once";
import { type Refund, type RefundPayment, useReturn } from "./returns";

export type WayInstead = "CASH" | "STORE_CREDIT";

const AGAIN_MS = 3_000;

/** What a provider refused to give back, and nothing went out instead of yet. */
export function refusedParts({ payments }: Refund): RefundPayment[] {
  return payments.filter((one) => one.status === "FAILED" && !payments.some((other) => other.replaces === one.id));
}

/** Look again every few seconds while a provider is awaited; the answer ends that. */
export function followRefund(id: string): () => void {
  const timer = setInterval(() => void look(id).catch(() => {}), AGAIN_MS);
  return () => clearInterval(timer);
}

async function look(id: string): Promise<void> {
  const found = await read<Refund>(`/api/refunds/${id}/`);
  const { refund } = useReturn.getState();
  if (refund?.id === id) useReturn.setState({ refund: { ...found, credit_code: refund.credit_code } });
}

/** Give a refused payment back another way. Raises: Problem. */
export async function giveInstead(payment: RefundPayment, way: WayInstead): Promise<void> {
  const done = await postOnce<RefundPayment & { credit_code: string | null }>(`/api/payments/${payment.id}/replace/`, {
    payment_method: way,
  });
  const { refund, given } = useReturn.getState();
  if (!refund) return;
  const credit_code = done.credit_code ?? refund.credit_code;
  useReturn.setState({
    refund: { ...refund, payments: [...refund.payments, done], credit_code },
    given: new Set(given).add(done.id),
  });
}
