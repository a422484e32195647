/** A key for one act of a form: kept over repeats after a lost connection, renewed once the act was done. */
import { useRef } from "react";
import { idempotencyKey } from "@/lib/api";

export function useKey() {
  const key = useRef<string | undefined>(undefined);
  return {
    now: () => {
      key.current ??= idempotencyKey();
      return key.current;
    },
    renew: () => {
      key.current = undefined;
    },
  };
}
