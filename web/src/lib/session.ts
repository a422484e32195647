/** Who is signed in at the back office: read once, kept by the query cache, and what the role permits. */
import { queryOptions, useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { answer, business, cookie, desk, type Schemas } from "@/lib/api";
import { asProblem, Problem, problemOf } from "@/lib/problem";

export type Me = Schemas["Me"] & { name?: string; email?: string };
export type Business = Schemas["Business"];

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: async () => answer(desk.GET("/api/me/")),
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
});

export const businessQuery = queryOptions({
  queryKey: ["business"],
  queryFn: async () => answer(desk.GET("/api/business/")),
  staleTime: 60_000,
});

export function useMe(): Me {
  return useSuspenseQuery(meQuery).data;
}

/** The business that is worked for; undefined while it is read. */
export function useBusiness(): Business | undefined {
  return useQuery(businessQuery).data;
}

/** The currency of the business, for figures that come without one. */
export function useCurrency(): string {
  return useBusiness()?.currency ?? "EUR";
}

/** Whether the role permits `capability` (core/actors.py). */
export function useMay(): (capability: string) => boolean {
  const may = new Set<string>(useMe().capabilities);
  return (capability) => may.has(capability);
}

const ACCOUNT = "/_allauth/browser/v1/auth";

async function account(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(`${ACCOUNT}${path}`, {
      ...init,
      headers: { "Content-Type": "application/json", "X-CSRFToken": cookie("csrftoken") },
    });
  } catch (error) {
    throw asProblem(error);
  }
}

/** Sign in by e-mail and password. Raises: Problem SIGN_IN_FAILED, TOO_MANY_TRIES and what else the way there says. */
export async function signIn(email: string, password: string): Promise<void> {
  if (!cookie("csrftoken")) await account("/session", { method: "GET" });
  const response = await account("/login", { method: "POST", body: JSON.stringify({ email, password }) });
  if (response.ok) return;
  if (response.status === 409) return; // signed in already
  if (response.status === 429) throw new Problem("TOO_MANY_TRIES", 429, "");
  if (response.status === 400) throw new Problem("SIGN_IN_FAILED", 400, "");
  throw problemOf(response.status, null);
}

export async function signOut(): Promise<void> {
  await account("/session", { method: "DELETE" });
  business.set(null);
}
