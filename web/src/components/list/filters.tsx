/** Filters of a list: what may be asked, chosen from a menu, and told in words afterwards. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Menu, Modal, TextInput } from "@mantine/core";
import { IconFilterPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { type Choice, Pick } from "@/components/ui/Pick";
import { date, named } from "@/lib/format";
import type { Query } from "./state";

interface Base {
  /** The API's parameter. */
  id: string;
  label: string;
}

export type Filter =
  | (Base & { kind: "choice"; options: readonly { value: string; label: string }[] })
  /** One value, told by its label alone. */
  | (Base & { kind: "toggle"; value?: string })
  | (Base & { kind: "date" })
  | (Base & { kind: "amount" })
  /** One of many, found by typing; `name` says what a value is called. */
  | (Base & {
      kind: "pick";
      load: (search: string, signal: AbortSignal) => Promise<Choice[]>;
      name: (value: string, signal: AbortSignal) => Promise<string>;
    })
  | (Base & { kind: "text" });

/** "Overdue", "Type: Wholesale", "From: 3 Nov 2026". */
export function filterWords(filter: Filter, value: string): string {
  if (filter.kind === "toggle") return filter.label;
  if (filter.kind === "choice") {
    const chosen = filter.options.find((option) => option.value === value);
    return named(filter.label, chosen?.label ?? value);
  }
  if (filter.kind === "date") return `${filter.label}: ${/^\d{4}-\d\d-\d\d$/.test(value) ? date(value) : value}`;
  return named(filter.label, value);
}

/** The same, with the name of what was picked looked up. */
export function useFilterWords(filter: Filter, value: string): string {
  const { data } = useQuery({
    queryKey: [filter.id, "name", value],
    queryFn: ({ signal }) => (filter.kind === "pick" ? filter.name(value, signal) : value),
    enabled: filter.kind === "pick",
    staleTime: Number.POSITIVE_INFINITY,
  });
  return filter.kind === "pick" ? named(filter.label, String(data ?? "…")) : filterWords(filter, value);
}

type Change = (changes: Record<string, string | undefined>) => void;

export function AddFilter({ filters, query, change }: { filters: readonly Filter[]; query: Query; change: Change }) {
  const [typed, setTyped] = useState<Filter>();
  const set = (filter: Filter, value: string) => change({ [filter.id]: value });
  return (
    <>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button variant="default" size="sm" leftSection={<IconFilterPlus size={18} aria-hidden />} data-key="filter">
            <Trans>Filter</Trans>
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah="60vh" style={{ overflowY: "auto" }}>
          {filters.map((filter) => (
            <FilterItems key={filter.id} filter={filter} current={query[filter.id]} onSet={set} onType={setTyped} />
          ))}
        </Menu.Dropdown>
      </Menu>
      <Modal opened={typed !== undefined} onClose={() => setTyped(undefined)} title={typed?.label} size="xs">
        {typed && (
          <Typed
            filter={typed}
            onSet={(value) => {
              set(typed, value);
              setTyped(undefined);
            }}
          />
        )}
      </Modal>
    </>
  );
}

interface ItemsProps {
  filter: Filter;
  current: string | undefined;
  onSet: (filter: Filter, value: string) => void;
  onType: (filter: Filter) => void;
}

function FilterItems({ filter, current, onSet, onType }: ItemsProps) {
  if (filter.kind === "toggle") {
    return <Menu.Item onClick={() => onSet(filter, filter.value ?? "true")}>{filter.label}</Menu.Item>;
  }
  if (filter.kind === "choice") {
    return (
      <>
        <Menu.Label>{filter.label}</Menu.Label>
        {filter.options.map((option) => (
          <Menu.Item
            key={option.value}
            onClick={() => onSet(filter, option.value)}
            aria-current={option.value === current}
          >
            {option.label}
          </Menu.Item>
        ))}
      </>
    );
  }
  return <Menu.Item onClick={() => onType(filter)}>{filter.label}…</Menu.Item>;
}

function Typed({ filter, onSet }: { filter: Filter; onSet: (value: string) => void }) {
  const { t } = useLingui();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const value = String(new FormData(event.currentTarget).get("value") ?? "").trim();
    if (value) onSet(filter.kind === "amount" ? value.replace(/[\s\u00a0]/g, "").replace(",", ".") : value);
  };
  if (filter.kind === "pick") {
    const set = (value: string | null) => value && onSet(value);
    return <Pick kind={filter.id} label={filter.label} load={filter.load} value={null} onChange={set} data-autofocus />;
  }
  return (
    <form onSubmit={submit}>
      <TextInput
        name="value"
        label={filter.label}
        type={filter.kind === "date" ? "date" : "text"}
        inputMode={filter.kind === "amount" ? "decimal" : undefined}
        data-autofocus
      />
      <Button type="submit" size="sm" mt="xs" aria-label={t`Filter by ${filter.label}`}>
        <Trans>Show</Trans>
      </Button>
    </form>
  );
}
