/** Files on their way: one after the other, each with how far it is or why it was refused. */
import { useRef, useState } from "react";
import { idempotencyKey } from "@/lib/api";
import { useFresh } from "../api";
import { bringPicture } from "./api";

export interface Upload {
  /** Of the act, and so the same for each try of it. */
  key: string;
  file: File;
  /** From 0 to 1. */
  sent: number;
  error?: unknown;
}

export function useUploads(product: string) {
  const [uploads, setUploads] = useState<Upload[]>([]);
  const fresh = useFresh();
  const queue = useRef<Promise<void>>(Promise.resolve());

  const change = (key: string, what: Partial<Upload>) =>
    setUploads((now) => now.map((one) => (one.key === key ? { ...one, ...what } : one)));
  const leaveOut = (key: string) => setUploads((now) => now.filter((one) => one.key !== key));
  const send = async ({ key, file }: Upload) => {
    try {
      await bringPicture(product, file, key, (sent) => change(key, { sent }));
      await fresh();
      leaveOut(key);
    } catch (error) {
      change(key, { error });
    }
  };
  const enqueue = (upload: Upload) => {
    queue.current = queue.current.then(() => send(upload));
  };
  return {
    uploads,
    leaveOut,
    add: (files: readonly File[]) => {
      const added = files.map((file): Upload => ({ key: idempotencyKey(), file, sent: 0 }));
      setUploads((now) => [...now, ...added]);
      for (const upload of added) enqueue(upload);
    },
    again: (upload: Upload) => {
      change(upload.key, { sent: 0, error: undefined });
      enqueue(upload);
    },
  };
}
