/** The calls that all kinds of documents answer alike, by address; what they answer follows from the kind. */
import { answer, desk } from "@/lib/api";

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

/** `key` is the idempotency key that was minted when the form was opened. */
export function send<T>(method: Method, path: string, key: string, body?: unknown): Promise<T> {
  const headers = { "Idempotency-Key": key };
  return answer(at[method](path, { headers, ...(body !== undefined && { body }) })) as Promise<T>;
}
