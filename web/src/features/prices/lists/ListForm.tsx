/** The head of a price list: its name, for which sales, from when, with or without tax. */
import { useLingui as useWords } from "@lingui/react";
import { Trans, useLingui } from "@lingui/react/macro";
import { Select, TextInput } from "@mantine/core";
import { FormFrame } from "@/components/ui/FormFrame";
import { useApiForm } from "@/components/ui/form";
import type { Schemas } from "@/lib/api";
import { useBusiness } from "@/lib/session";
import { changeList, createList, type PriceList, useFresh } from "../api";
import { telling } from "../problems";
import { fromField, nowField, toField } from "../times";
import { SALE_TYPES } from "../words";

type Values = { name: string; sale_type: string; tax: string; valid_from: string; valid_until: string };

const bodyOf = (values: Values): Schemas["PriceListBodyRequest"] => ({
  name: values.name.trim(),
  sale_type: values.sale_type as PriceList["sale_type"],
  includes_tax: values.tax === "with",
  valid_from: fromField(values.valid_from) ?? "",
  valid_until: fromField(values.valid_until),
});

interface Props {
  list?: PriceList;
  onSaved: (saved: PriceList) => void;
  onCancel: () => void;
}

export function ListForm({ list, onSaved, onCancel }: Props) {
  const { t } = useLingui();
  const { i18n } = useWords();
  const withTax = useBusiness()?.prices_include_tax !== false;
  const fresh = useFresh("price-lists");
  const api = useApiForm<Values, PriceList>({
    initial: {
      name: list?.name ?? "",
      sale_type: list?.sale_type ?? "",
      tax: (list?.includes_tax ?? withTax) ? "with" : "without",
      valid_from: list ? toField(list.valid_from) : nowField(),
      valid_until: toField(list?.valid_until),
    },
    validate: {
      name: (value: string) => (value.trim() ? null : t`Needed`),
      valid_from: (value: string) => (value ? null : t`Needed`),
      valid_until: (value: string, values: Values) =>
        value && value <= values.valid_from ? t`The end lies before the beginning.` : null,
    } as never,
    save: (values, key) => telling(list ? changeList(list.id, bodyOf(values), key) : createList(bodyOf(values), key)),
    onSaved: async (saved) => {
      await fresh();
      onSaved(saved);
    },
  });
  const { form } = api;
  return (
    <FormFrame api={api} act={<Trans>Save draft</Trans>} onCancel={onCancel}>
      <TextInput label={t`Name`} required data-autofocus {...form.getInputProps("name")} />
      <Select
        label={t`Kind of sale (optional)`}
        placeholder={t`Retail and wholesale`}
        clearable
        data={Object.entries(SALE_TYPES).map(([value, label]) => ({ value, label: i18n._(label) }))}
        value={form.values.sale_type || null}
        onChange={(value) => form.setFieldValue("sale_type", value ?? "")}
      />
      <Select
        label={t`Tax`}
        allowDeselect={false}
        data={[
          { value: "with", label: t`The prices are with tax` },
          { value: "without", label: t`The prices are without tax` },
        ]}
        {...form.getInputProps("tax")}
      />
      <TextInput label={t`From`} type="datetime-local" required {...form.getInputProps("valid_from")} />
      <TextInput label={t`Until (optional)`} type="datetime-local" {...form.getInputProps("valid_until")} />
    </FormFrame>
  );
}
