/** Code that is fetched once it is wanted. Where the server can't be reached it is waited for; what the server refuses to give is an error. */
import { lazy } from "react";

const AGAIN_MS = 3_000;
const PATIENCE_MS = 4_000;

/** `lazy`, whose part stays away, and takes nothing else with it, until there is a connection. */
export const later: typeof lazy = (load) => lazy(() => patiently(load));

/** Raises: what `load` raised, though the server could be reached before it was asked. */
export async function patiently<T>(load: () => Promise<T>): Promise<T> {
  for (let isReached = false; ; isReached = await reach()) {
    try {
      return await load();
    } catch (error) {
      if (isReached) throw error;
      await moment();
    }
  }
}

const moment = () => new Promise((go) => setTimeout(go, AGAIN_MS));

async function reach(): Promise<boolean> {
  try {
    return (await fetch("/healthz", { signal: AbortSignal.timeout(PATIENCE_MS) })).ok;
  } catch {
    return false;
  }
}
