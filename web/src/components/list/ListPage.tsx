/**
 * A list of the back office: search, filters in words, sort, columns, density, export, pages by cursor, keys. Its whole
 * state is in the address. Rows come from the server a page at a time; nothing here knows what they are.
 */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button, Checkbox, Group, Menu, Pill, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconDownload, IconLayoutColumns, IconSearch } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { EmptyState } from "@/components/ui/EmptyState";
import { ProblemNotice } from "@/components/ui/Notice";
import { Page } from "@/components/ui/Page";
import { Waiting } from "@/components/ui/Waiting";
import { count } from "@/lib/format";
import type { Rows } from "@/lib/pages";
import { type Column, useColumns } from "./columns";
import { allRows, csv, MOST_ROWS, save } from "./export";
import { AddFilter, type Filter, useFilterWords } from "./filters";
import { Pages } from "./Pages";
import { RowsTable } from "./RowsTable";
import { SavedViews } from "./SavedViews";
import { type Query, useQueryState } from "./state";

export interface ListProps<T> {
  /** Names the list: its cache, its kept columns, its file. */
  id: string;
  title: string;
  columns: readonly Column<T>[];
  filters?: readonly Filter[];
  /** Reads one page; `query` holds what the address does, in the API's own parameter names. */
  read: (query: Query, signal: AbortSignal) => Promise<Rows<T>>;
  rowKey: (row: T) => string;
  /** The address of a row's own page. */
  rowTo?: (row: T) => string;
  onOpen?: (row: T) => void;
  searchLabel?: string;
  primary?: ReactNode;
  /** The other actions of the page. */
  actions?: ReactNode;
  /** Above the list: figures, notices. */
  above?: ReactNode;
  /** What this list is for, when it has no rows at all. */
  empty: { title: string; text: string; action?: ReactNode };
  /** Actions on the rows that were chosen; without it there is no choosing. */
  bulk?: (chosen: T[], clear: () => void) => ReactNode;
  rowMenu?: (row: T) => ReactNode;
  /** Parameters that are always sent. */
  fixed?: Query;
  /** After how long these rows are read again: while somebody works on one of them. */
  rereadMs?: (rows: readonly T[]) => number | undefined;
  /** Without the frame of a page: inside a tab. */
  bare?: boolean;
}

const SENT = new Set(["cursor", "sort", "search", "page_size"]);

export function ListPage<T>(props: ListProps<T>) {
  const { id, title, columns, filters = [], read, rowKey, fixed } = props;
  const { t } = useLingui();
  const [query, change] = useQueryState();
  const kept = useColumns(id, columns);
  const [chosen, setChosen] = useState<ReadonlyMap<string, T>>(new Map());
  const known = new Set(filters.map((filter) => filter.id));
  const asked = Object.fromEntries(Object.entries(query).filter(([name]) => known.has(name) || SENT.has(name)));
  const { data, error, isPending, isPlaceholderData, refetch } = useQuery({
    queryKey: [id, "list", { ...asked, ...fixed }],
    queryFn: ({ signal }) => read({ count: "exact", ...asked, ...fixed }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data && props.rereadMs?.(state.data.results)) || false,
  });
  const isNarrowed = Object.keys(asked).some((name) => known.has(name) || name === "search");
  const rows = data?.results ?? [];
  const clearFilters = () => change(Object.fromEntries([...known, "search"].map((name) => [name, undefined])));

  const body = (
    <>
      {props.above}
      {!props.bare && <SavedViews page={id} query={query} />}
      <Toolbar {...props} query={query} change={change} kept={kept} asked={asked} />
      <FilterChips filters={filters} query={query} change={change} />
      {props.bulk && chosen.size > 0 && (
        <Group
          role="toolbar"
          aria-label={t`Chosen rows`}
          p="xs"
          style={{ background: "var(--info-tint)", borderRadius: 8 }}
        >
          <strong>
            <Plural value={chosen.size} one="# selected" other="# selected" />
          </strong>
          {props.bulk([...chosen.values()], () => setChosen(new Map()))}
          <Button variant="subtle" size="sm" onClick={() => setChosen(new Map())}>
            <Trans>Clear selection</Trans>
          </Button>
        </Group>
      )}
      <ProblemNotice
        error={error}
        actions={
          <Button size="sm" variant="default" onClick={() => refetch()}>
            <Trans>Try again</Trans>
          </Button>
        }
      />
      {isPending && !error && <Waiting rows={10} label={t`Loading ${title}`} />}
      {data && rows.length === 0 && (
        <div style={{ background: "var(--surface)", border: "1px solid var(--divider)", borderRadius: 8 }}>
          {isNarrowed ? (
            <EmptyState
              title={t`Nothing matches`}
              action={
                <Button variant="default" onClick={clearFilters}>
                  <Trans>Clear filters</Trans>
                </Button>
              }
            >
              <Trans>No row fits the search and the filters above.</Trans>
            </EmptyState>
          ) : (
            <EmptyState title={props.empty.title} action={props.empty.action}>
              {props.empty.text}
            </EmptyState>
          )}
        </div>
      )}
      {rows.length > 0 && (
        <RowsTable
          label={title}
          rows={rows}
          columns={kept.visible}
          dense={kept.dense}
          stale={isPlaceholderData}
          rowKey={rowKey}
          rowTo={props.rowTo}
          onOpen={props.onOpen}
          rowMenu={props.rowMenu}
          ordering={query.sort}
          onOrder={(sort) => change({ sort })}
          chosen={props.bulk ? chosen : undefined}
          onChoose={setChosen}
        />
      )}
      {rows.length > 0 && data && <Pages data={data} query={query} change={change} />}
    </>
  );
  if (props.bare) return <div style={{ display: "grid", gap: "var(--space-3)" }}>{body}</div>;
  return (
    <Page
      title={title}
      actions={
        <>
          {props.actions}
          {props.primary}
        </>
      }
    >
      {body}
    </Page>
  );
}

type Change = (changes: Record<string, string | undefined>) => void;

function Toolbar<T>(
  props: ListProps<T> & { query: Query; change: Change; asked: Query; kept: ReturnType<typeof useColumns<T>> },
) {
  const { t } = useLingui();
  const { filters = [], query, change, kept } = props;
  return (
    <Group gap="xs" align="center">
      {props.searchLabel && <Search key={query.search ?? ""} label={props.searchLabel} query={query} change={change} />}
      {filters.length > 0 && <AddFilter filters={filters} query={query} change={change} />}
      <Group gap="xs" ml="auto">
        <Menu closeOnItemClick={false}>
          <Menu.Target>
            <Button variant="default" size="sm" leftSection={<IconLayoutColumns size={18} aria-hidden />}>
              <Trans>Columns</Trans>
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {props.columns.slice(1).map((column) => (
              <Menu.Item
                key={column.id}
                role="menuitemcheckbox"
                aria-checked={kept.isShown(column)}
                onClick={() => kept.show(column.id, !kept.isShown(column))}
              >
                <Checkbox checked={kept.isShown(column)} readOnly tabIndex={-1} label={column.header} size="sm" />
              </Menu.Item>
            ))}
            <Menu.Divider />
            <Menu.Item role="menuitemcheckbox" aria-checked={kept.dense} onClick={() => kept.setDense(!kept.dense)}>
              <Checkbox checked={kept.dense} readOnly tabIndex={-1} label={t`Dense rows`} size="sm" />
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
        <Export {...props} />
      </Group>
    </Group>
  );
}

function Search({ label, query, change }: { label: string; query: Query; change: Change }) {
  const [text, setText] = useState(query.search ?? "");
  const later = useDebouncedCallback((value: string) => change({ search: value || undefined }), 250);
  return (
    <TextInput
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={18} aria-hidden />}
      value={text}
      autoFocus={Boolean(query.search)}
      onChange={(event) => {
        setText(event.currentTarget.value);
        later(event.currentTarget.value.trim());
      }}
      style={{ flex: "1 1 16rem", maxWidth: "28rem" }}
    />
  );
}

function FilterChips({ filters, query, change }: { filters: readonly Filter[]; query: Query; change: Change }) {
  const set = filters.filter((filter) => query[filter.id] !== undefined);
  if (set.length === 0) return null;
  return (
    <Group gap="xs">
      {set.map((filter) => (
        <FilterChip key={filter.id} filter={filter} value={query[filter.id] ?? ""} change={change} />
      ))}
    </Group>
  );
}

function FilterChip({ filter, value, change }: { filter: Filter; value: string; change: Change }) {
  const { t } = useLingui();
  const words = useFilterWords(filter, value);
  return (
    <Pill
      size="lg"
      withRemoveButton
      removeButtonProps={{ "aria-label": t`Remove filter ${words}`, "aria-hidden": false, tabIndex: 0 }}
      onRemove={() => change({ [filter.id]: undefined })}
    >
      {words}
    </Pill>
  );
}

function Export<T>({
  id,
  read,
  asked,
  fixed,
  kept,
}: ListProps<T> & { asked: Query; kept: ReturnType<typeof useColumns<T>> }) {
  const { t } = useLingui();
  const [told, setTold] = useState<string>();
  const run = async () => {
    setTold(t`Reading…`);
    try {
      const stop = new AbortController();
      const found = await allRows(read, { ...asked, ...fixed }, stop.signal, (rows) => setTold(t`${count(rows)} rows`));
      save(`${id}.csv`, csv(kept.visible, found.rows));
      setTold(found.isWhole ? undefined : t`The first ${count(MOST_ROWS)} rows`);
    } catch {
      setTold(t`Not exported. Try again`);
    }
  };
  return (
    <Button
      variant="default"
      size="sm"
      leftSection={<IconDownload size={18} aria-hidden />}
      onClick={run}
      data-key="export"
    >
      {told ?? <Trans>Export</Trans>}
    </Button>
  );
}
