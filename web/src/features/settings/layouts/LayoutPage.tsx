/** One grid of favourites: its tabs, and what stands at which place. */
import { useLingui } from "@lingui/react/macro";
import { Button, Group, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { ProductPick } from "@/components/pick/ProductPick";
import { FormFrame } from "@/components/ui/FormFrame";
import { useApiForm } from "@/components/ui/form";
import { ProblemNotice } from "@/components/ui/Notice";
import { Page } from "@/components/ui/Page";
import { toast } from "@/components/ui/toast";
import { Waiting } from "@/components/ui/Waiting";
import type { Schemas } from "@/lib/api";
import { useActKey } from "@/lib/keys";
import { changeLayout, layoutQuery } from "./api";
import { bodyOf, MOST_PLACES, MOST_TABS, moveTab, put, type Tab, tabsOf } from "./draft";
import { useWhere } from "./LayoutsPage";
import classes from "./layouts.module.css";
import { Places } from "./Places";

type Layout = Schemas["TillLayout"];
type Form = { name: string; tabs: Tab[] };

export default function LayoutPage() {
  const { t } = useLingui();
  const { id } = useParams({ strict: false }) as { id: string };
  const where = useWhere();
  const { data, error } = useQuery(layoutQuery(id));
  return (
    <Page
      title={data?.name ?? t`Favourites`}
      beside={data && <span className={classes.where}>{where(data)}</span>}
      back={{ to: "/settings/till-layouts", label: t`Favourites` }}
    >
      <ProblemNotice error={error} />
      {data ? <Editor key={data.id} layout={data} /> : !error && <Waiting label={t`Loading the favourites`} />}
    </Page>
  );
}

function Editor({ layout }: { layout: Layout }) {
  const { t } = useLingui();
  const cache = useQueryClient();
  const key = useActKey();
  const [at, setAt] = useState(0);
  const api = useApiForm<Form, Layout>({
    initial: { name: layout.name, tabs: tabsOf(layout) },
    validate: {
      name: (value: string) => (value.trim() ? null : t`Write a name.`),
      tabs: (value: Tab[]) => (value.every((tab) => tab.name.trim()) ? null : t`Write a name for each tab.`),
    },
    save: ({ name, tabs }) => {
      const changes = { name, tabs: bodyOf(tabs) };
      return changeLayout(layout.id, changes, key(changes));
    },
    onSaved: (saved) => {
      key.done();
      cache.setQueryData(layoutQuery(layout.id).queryKey, saved);
      void cache.invalidateQueries({ queryKey: ["till-layouts"] });
      toast(t`The favourites are saved. Tills show them within a moment.`);
    },
  });
  const { tabs } = api.form.values;
  const arrange = (next: Tab[]) => api.form.setFieldValue("tabs", next);
  const tab = tabs[at];
  return (
    <FormFrame api={api} act={t`Save favourites`}>
      <TextInput label={t`Name`} maxLength={60} {...api.form.getInputProps("name")} />
      <fieldset className={classes.tabs}>
        <legend>{t`Tabs`}</legend>
        {tabs.map((one, nth) => (
          <Button
            // biome-ignore lint/suspicious/noArrayIndexKey: a tab is known by its place, its name is being typed
            key={nth}
            variant={nth === at ? "light" : "default"}
            aria-pressed={nth === at}
            onClick={() => setAt(nth)}
          >
            {one.name || t`No name`}
          </Button>
        ))}
        {tabs.length < MOST_TABS && (
          <Button
            variant="subtle"
            onClick={() => {
              arrange([...tabs, { name: t`New tab`, places: [] }]);
              setAt(tabs.length);
            }}
          >
            {t`Add tab`}
          </Button>
        )}
      </fieldset>
      {tab && (
        <>
          <TabFields tabs={tabs} at={at} onArrange={arrange} onMoved={setAt} error={api.form.errors.tabs} />
          {tab.places.filter(Boolean).length < MOST_PLACES && (
            <AddProduct onPick={(product) => arrange(put(tabs, at, product))} />
          )}
          <Places key={at} tabs={tabs} tab={at} onArrange={arrange} />
        </>
      )}
    </FormFrame>
  );
}

interface TabProps {
  tabs: readonly Tab[];
  at: number;
  onArrange: (tabs: Tab[]) => void;
  onMoved: (at: number) => void;
  error: React.ReactNode;
}

function TabFields({ tabs, at, onArrange, onMoved, error }: TabProps) {
  const { t } = useLingui();
  const move = (by: 1 | -1) => {
    onArrange(moveTab(tabs, at, by));
    onMoved(at + by);
  };
  return (
    <Group align="end" gap="xs">
      <TextInput
        label={t`Name of the tab`}
        maxLength={40}
        value={tabs[at]?.name ?? ""}
        error={tabs[at]?.name.trim() ? undefined : error}
        onChange={(event) => {
          const name = event.currentTarget.value;
          onArrange(tabs.map((tab, nth) => (nth === at ? { ...tab, name } : tab)));
        }}
      />
      {at > 0 && <Button variant="default" onClick={() => move(-1)}>{t`Tab earlier`}</Button>}
      {at < tabs.length - 1 && <Button variant="default" onClick={() => move(1)}>{t`Tab later`}</Button>}
      {tabs.length > 1 && (
        <Button
          variant="default"
          onClick={() => {
            onArrange(tabs.filter((_, nth) => nth !== at));
            onMoved(Math.max(0, at - 1));
          }}
        >{t`Remove tab`}</Button>
      )}
    </Group>
  );
}

/** A product goes to the first empty place; the field is empty again for the next. */
function AddProduct({ onPick }: { onPick: (product: string) => void }) {
  const { t } = useLingui();
  const [turn, setTurn] = useState(0);
  return (
    <ProductPick
      key={turn}
      label={t`Add a product`}
      value={null}
      onChange={(id) => {
        if (!id) return;
        onPick(id);
        setTurn(turn + 1);
      }}
    />
  );
}
