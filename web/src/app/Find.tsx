/** Find (F2): pages, customers, products, suppliers by name, sales and documents by number. */
import { useLingui } from "@lingui/react";
import { Trans, useLingui as useMacro } from "@lingui/react/macro";
import { ActionIcon, Button, Kbd, Modal, TextInput } from "@mantine/core";
import { useDebouncedValue, useDisclosure, useHotkeys } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useQueries } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, useId, useState } from "react";
import { useMay } from "@/lib/session";
import classes from "./Find.module.css";
import { type Hit, pagesNamed, SOURCES } from "./find";
import type { Place } from "./nav";

export function Find() {
  const { t } = useMacro();
  const [opened, find] = useDisclosure(false);
  useHotkeys([["F2", find.open]], []);
  return (
    <>
      <Button
        variant="default"
        visibleFrom="sm"
        leftSection={<IconSearch size={18} aria-hidden />}
        rightSection={<Kbd>F2</Kbd>}
        aria-keyshortcuts="F2"
        onClick={find.open}
      >
        <Trans>Find</Trans>
      </Button>
      <ActionIcon variant="subtle" color="gray" size={44} hiddenFrom="sm" aria-label={t`Find`} onClick={find.open}>
        <IconSearch size={22} />
      </ActionIcon>
      <Modal opened={opened} onClose={find.close} title={t`Find`} centered={false} size="lg">
        <FindField onDone={find.close} />
      </Modal>
    </>
  );
}

interface Group {
  label: string;
  hits: readonly Hit[];
}

/** The groups that `text` finds; the pages at once, the rest as it comes. */
function useFound(text: string): { groups: Group[]; isLooking: boolean } {
  const { t } = useMacro();
  const { i18n } = useLingui();
  const may = useMay();
  const [settled] = useDebouncedValue(text, 150);
  const sources = SOURCES.filter(
    (source) => may(source.needs) && settled.length >= 2 && (!source.isNumbered || /\d/.test(settled)),
  );
  const found = useQueries({
    queries: sources.map((source) => ({
      queryKey: ["find", source.label.id, settled],
      queryFn: ({ signal }: { signal: AbortSignal }) => source.load(settled, signal),
      retry: false,
    })),
  });
  const allowed = (place: Place) => !place.needs || place.needs.some(may);
  const groups = [
    { label: t`Pages`, hits: text ? pagesNamed(text, i18n, allowed) : [] },
    ...sources.map((source, at) => ({ label: i18n._(source.label), hits: found[at]?.data ?? [] })),
  ];
  return {
    groups: groups.filter((group) => group.hits.length > 0),
    isLooking: text !== settled || found.some((one) => one.isFetching),
  };
}

function FindField({ onDone }: { onDone: () => void }) {
  const { t } = useMacro();
  const navigate = useNavigate();
  const id = useId();
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const text = typed.trim();
  const { groups, isLooking } = useFound(text);
  const hits = groups.flatMap((group) => group.hits);
  const chosen = Math.min(at, hits.length - 1);
  const open = (hit: Hit) => {
    onDone();
    navigate({ to: hit.to });
  };
  const keys = (event: KeyboardEvent) => {
    const hit = hits[chosen];
    if (event.key === "ArrowDown") setAt(Math.min(chosen + 1, hits.length - 1));
    else if (event.key === "ArrowUp") setAt(Math.max(chosen - 1, 0));
    else if (event.key === "Enter" && hit) open(hit);
    else return;
    event.preventDefault();
  };
  let nth = -1;
  return (
    <>
      <TextInput
        size="md"
        role="combobox"
        aria-label={t`Name, number or page`}
        placeholder={t`Name, number or page`}
        aria-expanded={hits.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={hits.length > 0 ? `${id}-${chosen}` : undefined}
        aria-autocomplete="list"
        leftSection={<IconSearch size={18} aria-hidden />}
        value={typed}
        data-autofocus
        onKeyDown={keys}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setAt(0);
        }}
      />
      <div id={`${id}-list`} role="listbox" aria-label={t`Found`} className={classes.list}>
        {groups.map((group) => (
          <div key={group.label} role="group" aria-label={group.label}>
            <div className={classes.group} aria-hidden>
              {group.label}
            </div>
            {group.hits.map((hit) => {
              nth += 1;
              const place = nth;
              return (
                <div
                  key={hit.id}
                  id={`${id}-${place}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={place === chosen}
                  className={classes.hit}
                  onPointerMove={() => setAt(place)}
                  onClick={() => open(hit)}
                  onKeyDown={keys}
                >
                  <span>{hit.label}</span>
                  {hit.note && <span className={classes.note}>{hit.note}</span>}
                </div>
              );
            })}
          </div>
        ))}
      </div>
      <p className={classes.note} role="status">
        {text.length < 2 ? (
          <Trans>Write at least two letters, or the whole number of a receipt or document.</Trans>
        ) : hits.length > 0 ? null : isLooking ? (
          <Trans>Looking…</Trans>
        ) : (
          <Trans>Nothing is called {text}.</Trans>
        )}
      </p>
    </>
  );
}
