/** The state of a list in the address bar: search, filters, sort, cursor. Whoever gets the address sees the same. */
import { useNavigate, useRouter, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";

export type Query = Record<string, string>;

/** What an address asks for, sent as it is: people type addresses and keep them, so the server says what is wrong in them. */
export const asQuery = (query: Readonly<Record<string, unknown>>) => query as never;

/** The query of this address, and a way to change some of it; a change of anything but the cursor begins at page one. */
export function useQueryState(): [Query, (changes: Record<string, string | undefined>) => void] {
  const query = useSearch({ strict: false }) as Query;
  const navigate = useNavigate();
  const router = useRouter();
  const change = useCallback(
    (changes: Record<string, string | undefined>) => {
      const shown = router.state.resolvedLocation?.pathname;
      if (shown && shown !== router.latestLocation.pathname) return; // another page is on its way already
      const next = { ...query, ...changes };
      if (!("cursor" in changes)) {
        next.cursor = undefined;
        next.from = undefined;
      }
      const kept = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined && value !== ""));
      navigate({ to: ".", search: kept as never, replace: !("cursor" in changes) });
    },
    [query, navigate, router],
  );
  return [query, change];
}
