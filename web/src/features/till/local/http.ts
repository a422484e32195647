/** One request of a till, by token, with a limit in time. Used by the page and by its workers alike. */
import { Problem, problemOf } from "@/lib/problem";

const PATIENCE_MS = 15_000;

export interface Call {
  token?: string | null;
  body?: unknown;
  /** The idempotency key of a write. */
  key?: string;
  /** After so long no answer counts as none. */
  patience?: number;
}

/** What an answer, whatever it says, tells of the way to the server and of its clock. */
export interface Heard {
  /** Milliseconds of this device's clock, and the server's time as its answer was dated. */
  sentAt: number;
  heardAt: number;
  dated: string | null;
}

const listeners = new Set<(heard: Heard) => void>();

/** Hear of every answer in this window. */
export function onAnswer(listener: (heard: Heard) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The body of the answer. Raises: Problem; NETWORK_GONE where none came, so that nobody knows what became of it. */
export async function call<T>(method: string, path: string, { token, body, key, patience }: Call = {}): Promise<T> {
  const headers: Record<string, string> = {};
  if (token) headers.Authorization = `Terminal ${token}`;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (key) headers["Idempotency-Key"] = key;
  let response: Response;
  let text: string;
  const sentAt = Date.now();
  try {
    response = await fetch(path, {
      method,
      headers,
      credentials: "omit",
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(patience ?? PATIENCE_MS),
    });
    text = await response.text();
  } catch (error) {
    throw new Problem("NETWORK_GONE", 0, error instanceof Error ? error.message : "");
  }
  const heard = { sentAt, heardAt: Date.now(), dated: response.headers.get("Date") };
  for (const listener of listeners) listener(heard);
  if (!response.ok) throw problemOf(response.status, parsed(text));
  return parsed(text) as T;
}

function parsed(text: string): unknown {
  if (!text) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether the server has said no. Where it has not, or did not know who asked, it may have been done, or may still be. */
export function isDecided({ isOffline, status, code }: Problem): boolean {
  return (
    !isOffline && status < 500 && ![401, 429].includes(status) && !["BUSY", "IN_PROGRESS", "UNAVAILABLE"].includes(code)
  );
}
