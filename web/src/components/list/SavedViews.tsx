/** Saved views of a list as tabs: all rows first, then one's own and the shared ones. A view is an address with a name. */
import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Button, Checkbox, Group, Menu, Modal, TextInput } from "@mantine/core";
import { IconBookmarkPlus, IconDots } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { Ask } from "@/components/ui/Ask";
import { ProblemNotice } from "@/components/ui/Notice";
import { answer, desk, idempotencyKey, type Schemas } from "@/lib/api";
import { useMay } from "@/lib/session";
import classes from "./SavedViews.module.css";
import type { Query } from "./state";

type View = Schemas["SavedView"];

const header = () => ({ "Idempotency-Key": idempotencyKey() });
const stateOf = (view: View) => (view.state ?? {}) as Query;
/** What of an address belongs to a view: not the page one is on, nor which view it is. */
export const viewState = (query: Query): Query =>
  Object.fromEntries(Object.entries(query).filter(([name]) => !["cursor", "from", "view", "tab"].includes(name)));
const isSame = (one: Query, other: Query) =>
  Object.keys({ ...one, ...other }).every((name) => one[name] === other[name]);

function useViews(page: string) {
  const { data } = useQuery({
    queryKey: ["saved-views", page],
    queryFn: ({ signal }) =>
      answer(desk.GET("/api/saved-views/", { params: { query: { page, page_size: 100 } }, signal })),
    staleTime: 60_000,
  });
  return data?.results ?? [];
}

export function SavedViews({ page, query }: { page: string; query: Query }) {
  const { t } = useLingui();
  const views = useViews(page);
  const [keeping, setKeeping] = useState(false);
  const now = viewState(query);
  const current = views.find((view) => view.id === query.view) ?? views.find((view) => isSame(stateOf(view), now));
  const isPlain = Object.keys(now).length === 0;
  const isChanged = current ? !isSame(stateOf(current), now) : !isPlain;
  if (views.length === 0 && isPlain) return null;
  const own = [...views].sort((one, other) => Number(other.is_mine) - Number(one.is_mine));
  return (
    <nav aria-label={t`Saved views`} className={classes.tabs}>
      <Tab search={{}} active={!current && isPlain} label={t`All`} />
      {own.map((view) => (
        <span key={view.id} className={classes.view}>
          <Tab
            search={{ ...stateOf(view), view: view.id }}
            active={view.id === current?.id}
            label={view.is_mine ? view.name : t`${view.name} (${view.owner})`}
          />
          {view.id === current?.id && view.is_mine && <ViewMenu view={view} now={now} isChanged={isChanged} />}
        </span>
      ))}
      {isChanged && (
        <Button
          variant="subtle"
          size="sm"
          leftSection={<IconBookmarkPlus size={18} aria-hidden />}
          onClick={() => setKeeping(true)}
        >
          <Trans>Save as view</Trans>
        </Button>
      )}
      <Modal opened={keeping} onClose={() => setKeeping(false)} title={t`Save this view`} size="sm">
        <ViewForm page={page} state={now} onDone={() => setKeeping(false)} />
      </Modal>
    </nav>
  );
}

function Tab({ search, active, label }: { search: Query; active: boolean; label: string }) {
  return (
    <Link to="." search={search as never} className={classes.tab} aria-current={active ? "page" : undefined}>
      {label}
    </Link>
  );
}

function ViewMenu({ view, now, isChanged }: { view: View; now: Query; isChanged: boolean }) {
  const { t } = useLingui();
  const cache = useQueryClient();
  const [asked, setAsked] = useState<"rename" | "delete">();
  const [error, setError] = useState<unknown>();
  const close = () => {
    setAsked(undefined);
    setError(undefined);
  };
  const refresh = () => cache.invalidateQueries({ queryKey: ["saved-views", view.page] });
  const params = { path: { id: view.id }, header: header() };
  const update = () =>
    answer(desk.PATCH("/api/saved-views/{id}/", { params, body: { state: now } })).then(refresh, setError);
  const remove = () =>
    answer(desk.DELETE("/api/saved-views/{id}/", { params })).then(() => {
      close();
      return refresh();
    }, setError);
  return (
    <>
      <Menu position="bottom-start">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size={32} aria-label={t`Change view ${view.name}`}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {isChanged && <Menu.Item onClick={update}>{t`Keep the filters of now in ${view.name}`}</Menu.Item>}
          <Menu.Item onClick={() => setAsked("rename")}>
            <Trans>Rename or share</Trans>
          </Menu.Item>
          <Menu.Item onClick={() => setAsked("delete")}>
            <Trans>Delete view</Trans>
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal opened={asked === "rename"} onClose={close} title={t`Change view ${view.name}`} size="sm">
        <ViewForm page={view.page} state={stateOf(view)} view={view} onDone={close} />
      </Modal>
      <Ask
        opened={asked === "delete"}
        title={t`Delete view ${view.name}?`}
        act={t`Delete view`}
        keep={t`Keep view`}
        dangerous
        error={error}
        onAct={remove}
        onKeep={close}
      >
        {view.is_shared && <Trans>It disappears for everybody who uses it. The rows stay as they are.</Trans>}
      </Ask>
    </>
  );
}

interface FormProps {
  page: string;
  state: Query;
  view?: View;
  onDone: () => void;
}

function ViewForm({ page, state, view, onDone }: FormProps) {
  const { t } = useLingui();
  const may = useMay();
  const cache = useQueryClient();
  const [error, setError] = useState<unknown>();
  const [params] = useState(() => ({ header: header() }));
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const name = String(form.get("name") ?? "").trim();
    if (!name) return;
    const body = { name, is_shared: form.get("shared") === "on" };
    try {
      await (view
        ? answer(desk.PATCH("/api/saved-views/{id}/", { params: { path: { id: view.id }, ...params }, body }))
        : answer(desk.POST("/api/saved-views/", { params, body: { ...body, page, state } })));
      await cache.invalidateQueries({ queryKey: ["saved-views", page] });
      onDone();
    } catch (refused) {
      setError(refused);
    }
  };
  return (
    <form onSubmit={submit}>
      <ProblemNotice error={error} />
      <TextInput name="name" label={t`Name`} defaultValue={view?.name ?? ""} maxLength={80} data-autofocus />
      {may("people.manage") && (
        <Checkbox
          name="shared"
          mt="sm"
          defaultChecked={view?.is_shared ?? false}
          label={t`Everybody in the business sees it`}
        />
      )}
      <Group mt="md">
        <Button type="submit">
          <Trans>Save view</Trans>
        </Button>
      </Group>
    </form>
  );
}
