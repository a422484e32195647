/** Where goods go that come back for a reason, until somebody says otherwise: what can't be sold again is written off. */

export const FIRST_REASON = "CHANGED_MIND";
const SPOILT: ReadonlySet<string> = new Set(["DAMAGED", "DEFECTIVE", "EXPIRED"]);

export const goesTo = (reason: string) => (SPOILT.has(reason) ? "DAMAGED" : "SHELF");

/** The destination once the reason is another one: what somebody chose otherwise stays. */
export const goesNow = <D extends string>(destination: D, before: string, reason: string): D | "DAMAGED" | "SHELF" =>
  destination === goesTo(before) ? goesTo(reason) : destination;
