/** How products are taxed: categories, and their rates from a day on. */

import { useLingui } from "@lingui/react/macro";
import { Select, TextInput } from "@mantine/core";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { Records } from "@/components/list/Records";
import { asQuery } from "@/components/list/state";
import { DecimalInput } from "@/components/ui/DecimalInput";
import { answer, desk, type Schemas } from "@/lib/api";
import { isDecimal } from "@/lib/decimals";
import { date, percent } from "@/lib/format";
import { useLocations } from "@/lib/names";
import { asChoices, everyPage, useTaxCategories } from "@/lib/reference";
import { telling } from "../problems";

const ratesQuery = queryOptions({
  queryKey: ["tax-rates"],
  queryFn: () => everyPage((query) => answer(desk.GET("/api/tax-rates/", { params: { query: asQuery(query) } }))),
});

const header = (key: string) => ({ "Idempotency-Key": key });

export function Taxes() {
  return (
    <div style={{ display: "grid", gridTemplateColumns: "minmax(0, 1fr)", gap: "var(--space-4)" }}>
      <Categories />
      <Rates />
    </div>
  );
}

function Categories() {
  const { t } = useLingui();
  const rows = useTaxCategories();
  const needed = (value: string) => (value.trim() ? null : t`Needed`);
  return (
    <Records<Schemas["TaxCategory"], { code: string; name: string }>
      shape={{
        telling,
        title: t`Tax categories`,
        reads: ["tax-categories"],
        empty: t`Every product has one: normal, reduced, without tax.`,
        rows,
        nameOf: (row) => row.name,
        addLabel: t`Add tax category`,
        columns: [
          { header: t`Name`, cell: (row) => row.name },
          { header: t`Code`, cell: (row) => row.code },
        ],
        blank: { code: "", name: "" },
        valuesOf: (row) => ({ code: row.code, name: row.name }),
        validate: { code: needed, name: needed } as never,
        fields: (form) => (
          <>
            <TextInput label={t`Name`} required data-autofocus {...form.getInputProps("name")} />
            <TextInput label={t`Code`} required maxLength={20} {...form.getInputProps("code")} />
          </>
        ),
        create: (body, key) => answer(desk.POST("/api/tax-categories/", { body, params: { header: header(key) } })),
        change: (row, body, key) =>
          answer(
            desk.PATCH("/api/tax-categories/{id}/", { body, params: { path: { id: row.id }, header: header(key) } }),
          ),
        remove: (row, key) =>
          answer(desk.DELETE("/api/tax-categories/{id}/", { params: { path: { id: row.id }, header: header(key) } })),
      }}
    />
  );
}

type RateValues = { category: string | null; code: string; rate: string; valid_from: string; location: string | null };

function Rates() {
  const { t } = useLingui();
  const { data = [] } = useQuery(ratesQuery);
  const categories = useTaxCategories();
  const locations = useLocations();
  const categoryOf = (row: Schemas["TaxRate"]) => categories.find((one) => one.id === row.category)?.name ?? "-";
  const placeOf = (row: Schemas["TaxRate"]) =>
    row.location ? (locations.find((one) => one.id === row.location)?.name ?? "-") : t`Everywhere`;
  const rows = [...data].sort(
    (one, two) => categoryOf(one).localeCompare(categoryOf(two)) || two.valid_from.localeCompare(one.valid_from),
  );
  return (
    <Records<Schemas["TaxRate"], RateValues>
      shape={{
        telling,
        title: t`Tax rates`,
        reads: ["tax-rates", "products"],
        empty: t`Without a rate for today a product can't be sold.`,
        rows,
        nameOf: (row) => `${categoryOf(row)} ${percent(row.rate)}`,
        addLabel: t`Add tax rate`,
        columns: [
          { header: t`Category`, cell: categoryOf },
          { header: t`Rate`, figure: true, cell: (row) => percent(row.rate) },
          { header: t`Code on the receipt`, cell: (row) => row.code },
          { header: t`From`, cell: (row) => date(row.valid_from) },
          { header: t`Place`, cell: placeOf },
        ],
        blank: {
          category: null,
          code: "",
          rate: "",
          valid_from: new Date().toISOString().slice(0, 10),
          location: null,
        },
        validate: {
          category: (value: string | null) => (value ? null : t`Needed`),
          code: (value: string) => (value.trim() ? null : t`Needed`),
          rate: (value: string) => (isDecimal(value) ? null : t`Write a number, such as 12.50`),
          valid_from: (value: string) => (value ? null : t`Needed`),
        } as never,
        fields: (form) => (
          <>
            <Select label={t`Category`} required data={asChoices(categories)} {...form.getInputProps("category")} />
            <DecimalInput label={t`Rate`} unit="%" required {...form.getInputProps("rate")} />
            <TextInput label={t`Code on the receipt`} required maxLength={10} {...form.getInputProps("code")} />
            <TextInput label={t`From`} type="date" required {...form.getInputProps("valid_from")} />
            <Select
              label={t`Place (optional)`}
              placeholder={t`Everywhere`}
              data={asChoices(locations)}
              clearable
              {...form.getInputProps("location")}
            />
          </>
        ),
        create: (values, key) =>
          answer(
            desk.POST("/api/tax-rates/", {
              body: { ...values, category: values.category ?? "" },
              params: { header: header(key) },
            }),
          ),
        remove: (row, key) =>
          answer(desk.DELETE("/api/tax-rates/{id}/", { params: { path: { id: row.id }, header: header(key) } })),
      }}
    />
  );
}
