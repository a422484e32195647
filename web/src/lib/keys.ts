/** Idempotency keys of the acts of one form. */
import { useState } from "react";
import { idempotencyKey } from "@/lib/api";

export interface ActKey {
  /** The key for what is sent: the same again goes under the same key and is done once, something else is another act. */
  (body: unknown): string;
  /** What was sent is done: the same once more is another act. */
  done: () => void;
}

export function actKey(): ActKey {
  const known = new Map<string, string>();
  const keyOf = (body: unknown) => {
    const sent = JSON.stringify(body);
    const key = known.get(sent) ?? idempotencyKey();
    known.set(sent, key);
    return key;
  };
  return Object.assign(keyOf, { done: () => known.clear() });
}

export function useActKey(): ActKey {
  return useState(actKey)[0];
}
