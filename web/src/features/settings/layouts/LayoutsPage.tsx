/** Grids of favourites: one for all tills, and those of shops or tills that want another. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Drawer, Menu, Select, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { Column } from "@/components/list/columns";
import { ListPage } from "@/components/list/ListPage";
import { Ask } from "@/components/ui/Ask";
import { FormFrame } from "@/components/ui/FormFrame";
import { useApiForm } from "@/components/ui/form";
import type { Schemas } from "@/lib/api";
import { useActKey } from "@/lib/keys";
import { useLocations } from "@/lib/names";
import { useMay } from "@/lib/session";
import { ALL, readTerminals } from "../api";
import { addLayout, readLayouts, removeLayout } from "./api";

type Layout = Schemas["TillLayout"];

/** The tills that a layout may be for; none to somebody who doesn't see them. */
function useTills(): readonly Schemas["Terminal"][] {
  const may = useMay();
  const { data } = useQuery({
    queryKey: ["terminals", "all"],
    queryFn: ({ signal }) => readTerminals({ page_size: ALL }, signal),
    enabled: may("people.manage"),
  });
  return data?.results ?? [];
}

/** Where a layout is shown, in words. */
export function useWhere(): (row: Pick<Layout, "storefront" | "terminal">) => string {
  const { t } = useLingui();
  const shops = new Map(useLocations().map((one) => [one.id, one.name]));
  const tills = new Map(useTills().map((one) => [one.id, one.code]));
  return ({ storefront, terminal }) => {
    if (terminal) return t`Till ${tills.get(terminal) ?? "…"}`;
    return storefront ? (shops.get(storefront) ?? "…") : t`All tills`;
  };
}

export default function LayoutsPage() {
  const { t } = useLingui();
  const go = useNavigate();
  const where = useWhere();
  const [adding, setAdding] = useState(false);
  const [removed, setRemoved] = useState<Layout>();
  const tiles = (row: Layout) => String(row.tabs.reduce((sum, tab) => sum + tab.tiles.length, 0));
  const columns: Column<Layout>[] = [
    {
      id: "name",
      header: t`Name`,
      cell: (row) => (
        <Link to="/settings/till-layouts/$id" params={{ id: row.id }}>
          {row.name}
        </Link>
      ),
      text: (row) => row.name,
    },
    { id: "where", header: t`Shown at`, cell: where, text: where },
    { id: "tabs", header: t`Tabs`, cell: (row) => row.tabs.map((tab) => tab.name).join(", "), text: () => "" },
    { id: "tiles", header: t`Tiles`, figure: true, narrow: true, cell: tiles, text: tiles },
  ];
  const opened = (row: Layout) => void go({ to: "/settings/till-layouts/$id", params: { id: row.id } });
  return (
    <>
      <ListPage
        id="till-layouts"
        title={t`Favourites`}
        columns={columns}
        read={readLayouts}
        rowKey={(row) => row.id}
        onOpen={opened}
        rowMenu={(row) => (
          <Menu.Item onClick={() => setRemoved(row)}>
            <Trans>Remove favourites</Trans>
          </Menu.Item>
        )}
        primary={<Button onClick={() => setAdding(true)}>{t`Add favourites`}</Button>}
        empty={{
          title: t`No favourites yet`,
          text: t`Goods that cashiers touch instead of scanning, in tabs and at places that stay. Until there are any, tills show the first goods of the catalog.`,
        }}
      />
      <Drawer opened={adding} onClose={() => setAdding(false)} title={t`Add favourites`}>
        {adding && <NewLayout onCancel={() => setAdding(false)} onMade={opened} />}
      </Drawer>
      {removed && <RemoveLayout layout={removed} onDone={() => setRemoved(undefined)} />}
    </>
  );
}

function NewLayout({ onCancel, onMade }: { onCancel: () => void; onMade: (made: Layout) => void }) {
  const { t } = useLingui();
  const cache = useQueryClient();
  const key = useActKey();
  const shops = useLocations().filter((one) => one.kind === "STOREFRONT");
  const tills = useTills().filter((one) => one.is_active);
  const api = useApiForm({
    initial: { name: "", where: "" },
    validate: { name: (value: string) => (value.trim() ? null : t`Write a name.`) },
    save: ({ name, where }) => {
      const [kind, id] = where.split(":");
      const place = {
        storefront: kind === "shop" ? (id ?? null) : null,
        terminal: kind === "till" ? (id ?? null) : null,
      };
      return addLayout({ name, ...place, tabs: [{ name: t`Favourites`, tiles: [] }] }, key([name, where]));
    },
    onSaved: (made) => {
      void cache.invalidateQueries({ queryKey: ["till-layouts"] });
      onMade(made);
    },
    fieldOf: { DUPLICATE_LAYOUT: "where" },
  });
  return (
    <FormFrame api={api} act={t`Add favourites`} onCancel={onCancel}>
      <TextInput label={t`Name`} maxLength={60} data-autofocus {...api.form.getInputProps("name")} />
      <Select
        label={t`Shown at`}
        allowDeselect={false}
        data={[
          { value: "", label: t`All tills` },
          ...(shops.length > 0
            ? [{ group: t`One shop`, items: shops.map((one) => ({ value: `shop:${one.id}`, label: one.name })) }]
            : []),
          ...(tills.length > 0
            ? [
                {
                  group: t`One till`,
                  items: tills.map((one) => ({ value: `till:${one.id}`, label: t`Till ${one.code}` })),
                },
              ]
            : []),
        ]}
        {...api.form.getInputProps("where")}
      />
    </FormFrame>
  );
}

function RemoveLayout({ layout, onDone }: { layout: Layout; onDone: () => void }) {
  const { t } = useLingui();
  const cache = useQueryClient();
  const key = useActKey();
  const [error, setError] = useState<unknown>();
  const act = async () => {
    try {
      await removeLayout(layout.id, key(layout.id));
      await cache.invalidateQueries({ queryKey: ["till-layouts"] });
      onDone();
    } catch (refused) {
      setError(refused);
    }
  };
  return (
    <Ask
      opened
      title={t`Remove the favourites ${layout.name}?`}
      act={t`Remove favourites`}
      keep={t`Keep favourites`}
      dangerous
      error={error}
      onAct={() => void act()}
      onKeep={onDone}
    >
      <Trans>Its tills show the next ones that are for them within a moment.</Trans>
    </Ask>
  );
}
