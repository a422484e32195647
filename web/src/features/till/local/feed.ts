/** The page's side of feed.worker.ts. */
import { Problem } from "@/lib/problem";
import type { Asked, Told } from "./feed.worker";
import type { Found } from "./search";

type Listener = (told: Told) => void;

let worker: Worker | undefined;
let last = 0;
const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Problem) => void }>();
const listeners = new Set<Listener>();

interface Answered {
  id?: number;
  result?: unknown;
  told?: Told;
  problem?: { code: string; status: number; detail: string; data: Record<string, unknown> };
}

function theWorker(): Worker {
  if (worker) return worker;
  worker = new Worker(new URL("./feed.worker.ts", import.meta.url), { type: "module" });
  worker.addEventListener("message", ({ data }: MessageEvent<Answered>) => {
    if (data.told) for (const listener of listeners) listener(data.told);
    const asker = data.id === undefined ? undefined : waiting.get(data.id);
    if (data.id === undefined || !asker) return;
    waiting.delete(data.id);
    const { problem } = data;
    if (problem) asker.reject(new Problem(problem.code, problem.status, problem.detail, problem.data));
    else asker.resolve(data.result);
  });
  return worker;
}

function ask<T>(asked: Asked): Promise<T> {
  last += 1;
  const id = last;
  return new Promise<T>((resolve, reject) => {
    waiting.set(id, { resolve: resolve as (result: unknown) => void, reject });
    theWorker().postMessage({ id, asked });
  });
}

export const feed = {
  open: () => ask<void>({ op: "open" }),
  /** Bring the catalog up to date; `whole` loads everything anew. Raises: Problem. */
  refresh: (token: string, whole = false) => ask<void>({ op: "refresh", token, whole }),
  products: (text: string, limit: number) => ask<Found>({ op: "products", text, limit }),
  customers: (text: string, limit: number) => ask<Found>({ op: "customers", text, limit }),
  listen: (listener: Listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
