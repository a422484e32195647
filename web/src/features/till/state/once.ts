/** Writes that are asked for under a key, so that the same again, after no answer came, is done once. */
import { asProblem } from "@/lib/problem";
import { call, isDecided } from "../local/http";
import { get } from "./till";

/** By path and body: the keys of requests of which nobody knows yet whether they were done. */
const unsure = new Map<string, string>();

/** Ask for a write. Where no answer came, the same again has one effect, also after its form was closed. Raises: Problem. */
export async function postOnce<T>(path: string, body: unknown): Promise<T> {
  const asked = JSON.stringify([path, body]);
  const key = unsure.get(asked) ?? crypto.randomUUID();
  unsure.set(asked, key);
  try {
    const answer = await call<T>("POST", path, { token: get().session?.token ?? null, key, body });
    unsure.delete(asked);
    return answer;
  } catch (error) {
    if (isDecided(asProblem(error))) unsure.delete(asked);
    throw error;
  }
}

export function read<T>(path: string): Promise<T> {
  return call<T>("GET", path, { token: get().session?.token ?? null });
}
