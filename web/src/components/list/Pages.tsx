/** Where one is in a list, and the ways to the page before and after. */
import { Plural, Trans } from "@lingui/react/macro";
import { Button, Group } from "@mantine/core";
import { count } from "@/lib/format";
import { cursorOf, type Rows } from "@/lib/pages";
import type { Query } from "./state";

/** How many rows a page has where nobody chose another size. */
const PAGE = 50;

type Change = (changes: Record<string, string | undefined>) => void;

export function Pages<T>({ data, query, change }: { data: Rows<T>; query: Query; change: Change }) {
  const next = cursorOf(data.next);
  const previous = cursorOf(data.previous);
  const from = Number(query.from) || (query.cursor ? undefined : 1);
  const last = from === undefined ? undefined : from + data.results.length - 1;
  const to = (cursor: string | undefined, first: number | undefined) =>
    change({ cursor, from: first === undefined ? undefined : String(Math.max(first, 1)) });
  return (
    <Group justify="space-between">
      <span style={{ color: "var(--muted)", fontSize: "0.875rem" }} role="status">
        <Position rows={data.results.length} from={from} last={last} count={data.count} />
      </span>
      {(previous || next || query.cursor) && (
        <Group gap="xs">
          <Button
            variant="default"
            size="sm"
            disabled={!previous}
            onClick={() => to(previous, from === undefined ? undefined : from - (Number(query.page_size) || PAGE))}
            data-key="previous"
          >
            <Trans>Previous page</Trans>
          </Button>
          <Button
            variant="default"
            size="sm"
            disabled={!next}
            onClick={() => to(next, last === undefined ? undefined : last + 1)}
            data-key="next"
          >
            <Trans>Next page</Trans>
          </Button>
        </Group>
      )}
    </Group>
  );
}

interface PositionProps {
  rows: number;
  from: number | undefined;
  last: number | undefined;
  count: Rows<unknown>["count"];
}

/** "1-50 of 1,284", as far as it is known. */
function Position({ rows, from, last, count: found }: PositionProps) {
  if (!found) return <Plural value={rows} one="# row on this page" other="# rows on this page" />;
  const range = from === undefined || last === undefined ? count(rows) : `${count(from)}-${count(last)}`;
  const total = count(found.rows);
  return found.is_exact ? (
    <Trans>
      {range} of {total}
    </Trans>
  ) : (
    <Trans>
      {range} of about {total}
    </Trans>
  );
}
