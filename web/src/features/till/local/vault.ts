/**
 * What the till must not lose: its key and tokens, the queue of sales, the cart at hand. Each write is on the disk before it
 * counts as done (strict durability).
 */
import Dexie, { type Table } from "dexie";
import type { KeptCart } from "../state/cart";
import type { SaleRecord } from "../state/sale";

class Vault extends Dexie {
  declare values: Table<{ key: string; value: unknown }, string>;
  declare sales: Table<SaleRecord, string>;
  declare carts: Table<KeptCart, string>;

  constructor() {
    super("optimapos-vault", { chromeTransactionDurability: "strict" });
    this.version(1).stores({ values: "key", sales: "id, state, sequence, made_at", carts: "id" });
  }
}

export const vault = new Vault();

export async function kept<T>(key: string): Promise<T | undefined> {
  return (await vault.values.get(key))?.value as T | undefined;
}

export async function keep(key: string, value: unknown): Promise<void> {
  await vault.values.put({ key, value });
}

export async function forget(key: string): Promise<void> {
  await vault.values.delete(key);
}

/** A cart is done with: it was sold. Within the transaction that says so, a till that is killed does not show it again. */
export async function dropCart(cart: Pick<KeptCart, "id">): Promise<void> {
  await vault.carts.delete(cart.id);
  await vault.values.delete(`${HELD}${cart.id}`);
}

/** Under this and their id are carts kept that were put aside on this device. */
export const HELD = "held:";
