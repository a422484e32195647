/** By which accounts at providers this till takes payments, as the server told last. */
import { asProblem } from "@/lib/problem";
import { call } from "../local/http";
import { keep, kept } from "../local/vault";
import { get, set } from "./till";

/** An account at a provider: the tender that it makes, and what a charge has to name. */
export interface Way {
  id: string;
  provider: string;
  name: string;
  method: string;
  networks: readonly string[];
  needs: readonly string[];
}

export const MANUAL = "MANUAL";
const WAYS = "ways";

/** Those of before, at once; then those of now, where there is a connection. */
export async function meetWays(): Promise<void> {
  if (!get().ways.length) set({ ways: (await kept<Way[]>(WAYS)) ?? [] });
  await askWays();
}

export async function askWays(): Promise<void> {
  const { session, online } = get();
  if (!session?.token || !online) return;
  try {
    await learn(await call<Way[]>("GET", "/api/payments/ways/", { token: session.token }));
  } catch (error) {
    if (asProblem(error).status === 403) await learn([]); // who sells may not: cards are taken at a machine beside the till
  }
}

async function learn(ways: Way[]): Promise<void> {
  if (JSON.stringify(ways) === JSON.stringify(get().ways)) return;
  set({ ways });
  await keep(WAYS, ways).catch(() => undefined);
}
