/** Tax categories, and their rates from which day on, everywhere or at one place. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Drawer, Group, Menu, Select, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Column } from "@/components/list/columns";
import { ListPage } from "@/components/list/ListPage";
import { Ask } from "@/components/ui/Ask";
import { FormFrame } from "@/components/ui/FormFrame";
import { useApiForm } from "@/components/ui/form";
import { Notice } from "@/components/ui/Notice";
import { toast } from "@/components/ui/toast";
import type { Schemas } from "@/lib/api";
import { date, percent } from "@/lib/format";
import { useActKey } from "@/lib/keys";
import { useLocationName, useLocations } from "@/lib/names";
import { addTaxCategory, addTaxRate, readTaxRates, removeTaxRate, taxCategoriesQuery } from "./api";

type Rate = Schemas["TaxRate"];

export default function TaxesPage() {
  const { t } = useLingui();
  const place = useLocationName();
  const { data: categories } = useQuery(taxCategoriesQuery);
  const [adding, setAdding] = useState<"rate" | "category">();
  const [removed, setRemoved] = useState<Rate>();
  const options = categories?.results.map((one) => ({ value: one.id, label: one.name })) ?? [];
  const category = (row: Rate) => options.find((one) => one.value === row.category)?.label ?? "…";
  const where = (row: Rate) => (row.location ? place(row.location) : t`Everywhere`);
  const columns: Column<Rate>[] = [
    { id: "category", header: t`Category`, cell: category, text: category },
    {
      id: "rate",
      header: t`Rate`,
      figure: true,
      narrow: true,
      cell: (row) => percent(row.rate),
      text: (row) => row.rate,
    },
    { id: "from", header: t`From`, narrow: true, cell: (row) => date(row.valid_from), text: (row) => row.valid_from },
    { id: "where", header: t`Where`, cell: where, text: where },
    { id: "code", header: t`Code on receipts`, cell: (row) => row.code, text: (row) => row.code },
  ];
  const close = () => setAdding(undefined);
  return (
    <>
      <ListPage
        id="tax-rates"
        title={t`Taxes`}
        columns={columns}
        filters={[{ id: "category", label: t`Category`, kind: "choice", options }]}
        read={readTaxRates}
        rowKey={(row) => row.id}
        rowMenu={(row) => (
          <Menu.Item onClick={() => setRemoved(row)}>
            <Trans>Remove rate</Trans>
          </Menu.Item>
        )}
        actions={<Button variant="default" onClick={() => setAdding("category")}>{t`Add category`}</Button>}
        primary={<Button onClick={() => setAdding("rate")}>{t`Add rate`}</Button>}
        empty={{
          title: t`No tax rates yet`,
          text: t`Products name a category; its rate of the day is what a sale takes.`,
        }}
      />
      <Drawer opened={adding === "rate"} onClose={close} title={t`Add rate`}>
        {adding === "rate" && <RateForm options={options} onDone={close} />}
      </Drawer>
      <Drawer opened={adding === "category"} onClose={close} title={t`Add category`}>
        {adding === "category" && <CategoryForm onDone={close} />}
      </Drawer>
      {removed && <RemoveRate rate={removed} name={category(removed)} onDone={() => setRemoved(undefined)} />}
    </>
  );
}

function RateForm({ options, onDone }: { options: { value: string; label: string }[]; onDone: () => void }) {
  const { t } = useLingui();
  const cache = useQueryClient();
  const key = useActKey();
  const places = useLocations();
  const api = useApiForm({
    initial: {
      category: options[0]?.value ?? "",
      code: "",
      rate: "",
      valid_from: new Date().toISOString().slice(0, 10),
      location: "",
    },
    validate: {
      category: (value: string) => (value ? null : t`Choose a category.`),
      code: (value: string) => (value.trim() ? null : t`Write the code that stands on receipts.`),
      rate: (value: string) => (/^\d+([.,]\d+)?$/.test(value.trim()) ? null : t`Write a percentage, such as 20.`),
    },
    save: (values) => {
      const rate = { ...values, rate: values.rate.trim().replace(",", "."), location: values.location || null };
      return addTaxRate(rate, key(rate));
    },
    onSaved: () => {
      cache.invalidateQueries({ queryKey: ["tax-rates"] });
      toast(t`The rate is added.`);
      onDone();
    },
  });
  const field = api.form.getInputProps;
  return (
    <FormFrame api={api} act={t`Add rate`} onCancel={onDone}>
      {options.length === 0 && <Notice kind="info">{t`Add a category first.`}</Notice>}
      <Select label={t`Category`} allowDeselect={false} data={options} {...field("category")} />
      <TextInput label={t`Rate`} inputMode="decimal" rightSection="%" {...field("rate")} />
      <TextInput label={t`Code on receipts`} {...field("code")} />
      <TextInput label={t`From`} type="date" {...field("valid_from")} />
      <Select
        label={t`Where`}
        allowDeselect={false}
        data={[{ value: "", label: t`Everywhere` }, ...places.map((one) => ({ value: one.id, label: one.name }))]}
        {...field("location")}
      />
    </FormFrame>
  );
}

function CategoryForm({ onDone }: { onDone: () => void }) {
  const { t } = useLingui();
  const cache = useQueryClient();
  const key = useActKey();
  const api = useApiForm({
    initial: { code: "", name: "" },
    validate: {
      name: (value: string) => (value.trim() ? null : t`Write a name.`),
      code: (value: string) => (value.trim() ? null : t`Write a short code, such as RED.`),
    },
    save: (values) => addTaxCategory(values, key(values)),
    onSaved: () => {
      cache.invalidateQueries({ queryKey: ["tax-categories"] });
      toast(t`The category is added. Give it a rate next.`);
      onDone();
    },
  });
  return (
    <FormFrame api={api} act={t`Add category`} onCancel={onDone}>
      <TextInput label={t`Name`} data-autofocus {...api.form.getInputProps("name")} />
      <TextInput label={t`Code`} {...api.form.getInputProps("code")} />
    </FormFrame>
  );
}

function RemoveRate({ rate, name, onDone }: { rate: Rate; name: string; onDone: () => void }) {
  const { t } = useLingui();
  const cache = useQueryClient();
  const key = useActKey();
  const [error, setError] = useState<unknown>();
  const act = async () => {
    try {
      await removeTaxRate(rate.id, key(rate.id));
      await cache.invalidateQueries({ queryKey: ["tax-rates"] });
      onDone();
    } catch (refused) {
      setError(refused);
    }
  };
  return (
    <Ask
      opened
      title={t`Remove the rate ${percent(rate.rate)} of ${name}?`}
      act={t`Remove rate`}
      keep={t`Keep rate`}
      dangerous
      error={error}
      onAct={act}
      onKeep={onDone}
    >
      <Group>
        <Trans>Sales keep the rate that they were made at.</Trans>
      </Group>
    </Ask>
  );
}
