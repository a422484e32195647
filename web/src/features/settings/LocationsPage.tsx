/** Shops and warehouses. */
import { useLingui } from "@lingui/react/macro";
import { Button, Drawer, Select, Switch, Textarea, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Column } from "@/components/list/columns";
import { ListPage } from "@/components/list/ListPage";
import { FormFrame } from "@/components/ui/FormFrame";
import { useApiForm } from "@/components/ui/form";
import { StatusBadge } from "@/components/ui/StatusBadge";
import { toast } from "@/components/ui/toast";
import type { Schemas } from "@/lib/api";
import { useActKey } from "@/lib/keys";
import { addLocation, changeLocation, readLocations } from "./api";

type Location = Schemas["Location"];

export default function LocationsPage() {
  const { t } = useLingui();
  const [opened, setOpened] = useState<Location | "new">();
  const kinds = { STOREFRONT: t`Shop`, WAREHOUSE: t`Warehouse`, TRANSIT: t`Goods under way` };
  const kind = (row: Location) => kinds[row.kind ?? "STOREFRONT"];
  const columns: Column<Location>[] = [
    { id: "name", header: t`Name`, cell: (row) => row.name, text: (row) => row.name },
    { id: "code", header: t`Code`, cell: (row) => row.code, text: (row) => row.code },
    { id: "kind", header: t`Kind`, cell: kind, text: kind },
    {
      id: "state",
      header: t`State`,
      narrow: true,
      cell: (row) =>
        row.is_active ? (
          <StatusBadge tone="done">{t({ message: "Open", context: "a location" })}</StatusBadge>
        ) : (
          <StatusBadge tone="cancelled">{t`Closed`}</StatusBadge>
        ),
      text: (row) => (row.is_active ? t({ message: "Open", context: "a location" }) : t`Closed`),
    },
    { id: "address", header: t`Address`, cell: (row) => row.address || "-", text: (row) => row.address ?? "" },
    {
      id: "zone",
      header: t`Time zone`,
      cell: (row) => row.timezone,
      text: (row) => row.timezone ?? "",
      optional: true,
    },
  ];
  const close = () => setOpened(undefined);
  return (
    <>
      <ListPage
        id="locations"
        title={t`Locations`}
        columns={columns}
        read={readLocations}
        rowKey={(row) => row.id}
        onOpen={setOpened}
        primary={<Button onClick={() => setOpened("new")}>{t`Add location`}</Button>}
        empty={{ title: t`No locations yet`, text: t`Add the first shop: tills and stock belong to one.` }}
      />
      <Drawer
        opened={opened !== undefined}
        onClose={close}
        title={opened && opened !== "new" ? opened.name : t`Add location`}
        size="md"
      >
        {opened && <LocationForm location={opened === "new" ? undefined : opened} onDone={close} />}
      </Drawer>
    </>
  );
}

const zones = Intl.supportedValuesOf("timeZone");
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;

function LocationForm({ location, onDone }: { location: Location | undefined; onDone: () => void }) {
  const { t } = useLingui();
  const cache = useQueryClient();
  const key = useActKey();
  const api = useApiForm({
    initial: {
      code: location?.code ?? "",
      name: location?.name ?? "",
      kind: (location?.kind ?? "STOREFRONT") as Schemas["NewLocationKindEnum"],
      timezone: location?.timezone ?? here,
      day_starts_at: (location?.day_starts_at ?? "00:00").slice(0, 5),
      address: location?.address ?? "",
      phone: location?.phone ?? "",
      stock_policy: location?.stock_policy ?? "STRICT",
      is_active: location?.is_active ?? true,
    },
    validate: {
      name: (value: string) => (value.trim() ? null : t`Write a name.`),
      code: (value: string) => (value.trim() ? null : t`Write a code: it begins the numbers of receipts.`),
    },
    save: (all) => {
      const { code, kind, is_active, ...values } = all;
      return location
        ? changeLocation(location.id, { ...values, is_active }, key(all))
        : addLocation({ code, kind, ...values }, key(all));
    },
    onSaved: (saved) => {
      cache.invalidateQueries({ queryKey: ["locations"] });
      toast(t`${saved.name} is saved.`);
      onDone();
    },
  });
  const { form } = api;
  const field = form.getInputProps;
  return (
    <FormFrame api={api} act={location ? t`Save location` : t`Add location`} onCancel={onDone}>
      <TextInput label={t`Name`} data-autofocus {...field("name")} />
      {!location && (
        <>
          <TextInput
            label={t`Code`}
            description={t`Short, such as S2: it begins the numbers of receipts and stays`}
            {...field("code")}
          />
          <Select
            label={t`Kind`}
            allowDeselect={false}
            data={[
              { value: "STOREFRONT", label: t`Shop` },
              { value: "WAREHOUSE", label: t`Warehouse` },
            ]}
            {...field("kind")}
          />
        </>
      )}
      <Textarea label={t`Address (optional)`} autosize minRows={2} {...field("address")} />
      <TextInput label={t`Phone (optional)`} type="tel" {...field("phone")} />
      <Select label={t`Time zone`} data={zones} searchable allowDeselect={false} {...field("timezone")} />
      <TextInput
        label={t`The day begins at`}
        description={t`Sales before it count for the day before`}
        type="time"
        {...field("day_starts_at")}
      />
      <Select
        label={t`When something is not in stock`}
        allowDeselect={false}
        data={[
          { value: "STRICT", label: t`It can't be sold` },
          { value: "ALLOWS_OVERSELL", label: t`It can be sold, and stock goes below zero` },
        ]}
        {...field("stock_policy")}
      />
      {location && (
        <Switch
          label={t({ message: "Open", context: "a location" })}
          description={t`A location can be closed once it has no stock, open carts or open documents`}
          {...form.getInputProps("is_active", { type: "checkbox" })}
        />
      )}
    </FormFrame>
  );
}
