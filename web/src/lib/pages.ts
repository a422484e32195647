/** Pages of lists, as the API answers them. */

/** What the API calls a page of a list. */
export interface Rows<T> {
  results: T[];
  next?: string | null | undefined;
  previous?: string | null | undefined;
  /** There where `count` was asked for; beyond ten thousand the database says about how many there are. */
  count?: { rows: number; is_exact: boolean } | undefined;
}

/** The cursor in the address of another page. */
export function cursorOf(address: string | null | undefined): string | undefined {
  return address ? (new URL(address, location.origin).searchParams.get("cursor") ?? undefined) : undefined;
}
