/**
 * The typed client of the API. `desk` speaks as an account by cookie, `till` as a terminal's operator by token.
 * Amounts and quantities are strings on the wire and stay so; a mutation carries an idempotency key made before its
 * first try.
 */
import createClient, { type Middleware } from "openapi-fetch";
import type { components, paths } from "@/api/generated/schema";
import { Problem, problemOf } from "@/lib/problem";

export type Schemas = components["schemas"];

const BUSINESS_KEY = "optimapos.business";
const UNSAFE = new Set(["POST", "PUT", "PATCH", "DELETE"]);

export const business = {
  get: () => localStorage.getItem(BUSINESS_KEY),
  set: (id: string | null) => (id ? localStorage.setItem(BUSINESS_KEY, id) : localStorage.removeItem(BUSINESS_KEY)),
};

export function cookie(name: string): string {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

/** What a request by cookie adds: the proof that this page sends it, and the business it is for. */
export function deskHeaders(method: string): Record<string, string> {
  const headers: Record<string, string> = {};
  const chosen = business.get();
  if (chosen) headers["X-Business"] = chosen;
  if (UNSAFE.has(method)) headers["X-CSRFToken"] = cookie("csrftoken");
  return headers;
}

function headers(of: (method: string) => Record<string, string>): Middleware {
  return {
    onRequest({ request }) {
      for (const [name, value] of Object.entries(of(request.method))) request.headers.set(name, value);
      return request;
    },
  };
}

const fetchNow: typeof fetch = (...request) => globalThis.fetch(...request);

export const desk = createClient<paths>({
  baseUrl: location.origin,
  fetch: fetchNow as (r: Request) => Promise<Response>,
});
desk.use(headers(deskHeaders));

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The body of a successful answer. Raises: Problem for every other, and for a network that is gone. */
export async function answer<T>(asked: Promise<Answer<T>>): Promise<T> {
  let got: Answer<T>;
  try {
    got = await asked;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Problem("NETWORK_GONE", 0, error instanceof Error ? error.message : "");
  }
  if (!got.response.ok) throw problemOf(got.response.status, got.error);
  return got.data as T;
}

/** A key under which a repeat of one act has no further effect. */
export function idempotencyKey(): string {
  return crypto.randomUUID();
}
