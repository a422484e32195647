/** The calls that all kinds of documents answer alike, by address; what they answer follows from the kind. */
import { answer, desk } from "@/lib/api";
import type { ActKey } from "@/lib/keys";

interface Said {
  data?: unknown;
  error?: unknown;
  response: Response;
}
type Call = (path: string, init: object) => Promise<Said>;
type Method = "POST" | "PATCH" | "DELETE";

/** The client types each address on its own; documents of one shape are asked at ten of them. */
const at = desk as unknown as Record<"GET" | Method, Call>;

export function read<T>(path: string, query: Record<string, unknown> = {}, signal?: AbortSignal): Promise<T> {
  return answer(at.GET(path, { params: { query }, ...(signal && { signal }) })) as Promise<T>;
}

/** `key` is the idempotency key of what is sent, or those of the form that sends it. */
export function send<T>(method: Method, path: string, key: string | ActKey, body?: unknown): Promise<T> {
  const headers = { "Idempotency-Key": typeof key === "string" ? key : key([method, path, body]) };
  return answer(at[method](path, { headers, ...(body !== undefined && { body }) })) as Promise<T>;
}
