/** What the customer's display shows, told from the till's window to it. Never costs, credit or notes. */
import { get, useTill } from "./till";

export interface Shown {
  shop: string;
  currency: string;
  lines: readonly { id: string; name: string; quantity: string; total: string }[];
  total: string;
  /** After a sale. */
  change: string | null;
}

const CHANNEL = "optimapos-display";

function shown(): Shown {
  const { memory, priced, done, view } = get();
  return {
    shop: memory?.settings.business.name ?? "",
    currency: memory?.settings.business.currency ?? "EUR",
    lines: (priced?.lines ?? []).map((line) => ({
      id: line.id,
      name: line.product.name,
      quantity: line.quantity.toString(),
      total: line.amounts.amount.minus(line.amounts.lineDiscount).toString(),
    })),
    total: view === "done" && done ? done.receipt.total : (priced?.total.toString() ?? "0"),
    change: view === "done" && done ? done.receipt.change : null,
  };
}

/** Tell the display each change, and what there is when it asks. */
export function startDisplay(): void {
  const channel = new BroadcastChannel(CHANNEL);
  const tell = () => channel.postMessage({ shown: shown() });
  useTill.subscribe(tell);
  channel.addEventListener("message", (event: MessageEvent<{ asked?: boolean }>) => event.data.asked && tell());
}

/** The display's side: hear until the returned function is called. */
export function watch(heard: (shown: Shown) => void): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener(
    "message",
    (event: MessageEvent<{ shown?: Shown }>) => event.data.shown && heard(event.data.shown),
  );
  channel.postMessage({ asked: true });
  return () => channel.close();
}
