/** Idempotency keys of the acts of one form. */
import { useRef } from "react";
import { idempotencyKey } from "@/lib/api";

/** The key for what is sent: the same again goes under the same key and is done once, something else is another act. */
export function useActKey(): (body: unknown) => string {
  const known = useRef(new Map<string, string>());
  return (body) => {
    const sent = JSON.stringify(body);
    const key = known.current.get(sent) ?? idempotencyKey();
    known.current.set(sent, key);
    return key;
  };
}
