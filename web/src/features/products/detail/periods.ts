/** From when to when a product's base prices apply: a price ends by its own date, or when another takes its place. */
import type { BasePrice } from "../api";

type Dated = Pick<BasePrice, "id" | "packaging" | "location" | "valid_from" | "valid_until" | "is_current">;

export interface Period {
  /** When it ended or will end; nothing where no end is known. */
  until: string | undefined;
  state: "now" | "to come" | "over" | "replaced";
}

const time = (instant: string) => new Date(instant).getTime();

/** When the first later price of the same packaging and place starts that outlasts this one. */
function replacedAt(row: Dated, rows: readonly Dated[]): string | undefined {
  const ends = row.valid_until ? time(row.valid_until) : Number.POSITIVE_INFINITY;
  return rows
    .filter(
      (one) =>
        one.packaging === row.packaging && one.location === row.location && time(one.valid_from) > time(row.valid_from),
    )
    .filter((one) => !one.valid_until || time(one.valid_until) >= ends)
    .map((one) => one.valid_from)
    .sort((one, other) => time(one) - time(other))[0];
}

export function periodOf(row: Dated, rows: readonly Dated[], now = Date.now()): Period {
  const ends = [row.valid_until, replacedAt(row, rows)].filter((end): end is string => Boolean(end));
  const until = ends.sort((one, other) => time(one) - time(other))[0];
  if (row.is_current) return { until, state: "now" };
  if (time(row.valid_from) > now) return { until, state: "to come" };
  if (until && time(until) <= now) return { until, state: "over" };
  return { until, state: "replaced" };
}
