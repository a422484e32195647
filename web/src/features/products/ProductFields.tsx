/** The fields of a product, in the order in which a shop knows them. */
import { useLingui as useWords } from "@lingui/react";
import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox, Fieldset, Select, Textarea, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { DecimalInput } from "@/components/ui/DecimalInput";
import { asChoices, useBrands, useGroups, useTaxCategories, useUnits } from "@/lib/reference";
import { useCurrency, useMay } from "@/lib/session";
import type { ProductValues } from "./values";
import { KINDS } from "./words";

const LEGEND = { legend: { marginBlockEnd: "var(--space-2)", fontSize: "1rem", fontWeight: 600 } };

export function ProductFields({ form, isNew }: { form: UseFormReturnType<ProductValues>; isNew: boolean }) {
  return (
    <>
      <Identity form={form} isNew={isNew} />
      <Taxes form={form} isNew={isNew} />
      <Handling form={form} />
    </>
  );
}

type Form = UseFormReturnType<ProductValues>;

function Identity({ form, isNew }: { form: Form; isNew: boolean }) {
  const { t } = useLingui();
  const { i18n } = useWords();
  const groups = useGroups().map((group) => ({ value: group.id, label: group.path }));
  const kinds = Object.entries(KINDS).map(([value, label]) => ({ value, label: i18n._(label) }));
  return (
    <Fieldset
      legend={t`What it is`}
      variant="unstyled"
      styles={LEGEND}
      style={{ display: "grid", gap: "var(--space-3)" }}
    >
      <TextInput label={t`Name`} required maxLength={200} {...form.getInputProps("name")} data-autofocus={isNew} />
      <TextInput
        label={isNew ? t`SKU (optional)` : t`SKU`}
        description={isNew ? t`Left empty, the next free number is drawn.` : undefined}
        maxLength={60}
        {...form.getInputProps("sku")}
      />
      <Select label={t`Kind`} data={kinds} allowDeselect={false} {...form.getInputProps("kind")} />
      <Select label={t`Group (optional)`} data={groups} searchable clearable {...form.getInputProps("group")} />
      <Select
        label={t`Brand (optional)`}
        data={asChoices(useBrands().filter((brand) => brand.is_active !== false))}
        searchable
        clearable
        {...form.getInputProps("brand")}
      />
      <Textarea label={t`Description (optional)`} autosize minRows={2} {...form.getInputProps("description")} />
    </Fieldset>
  );
}

function Taxes({ form, isNew }: { form: Form; isNew: boolean }) {
  const { t } = useLingui();
  const may = useMay();
  const currency = useCurrency();
  return (
    <Fieldset
      legend={t`Price and tax`}
      variant="unstyled"
      styles={LEGEND}
      style={{ display: "grid", gap: "var(--space-3)" }}
    >
      <Select
        label={t`Unit`}
        required
        data={asChoices(useUnits())}
        allowDeselect={false}
        {...form.getInputProps("unit")}
      />
      <Select
        label={t`Tax category`}
        required
        data={asChoices(useTaxCategories())}
        allowDeselect={false}
        {...form.getInputProps("tax_category")}
      />
      {isNew && may("price.manage") && (
        <DecimalInput
          label={t`Price (optional)`}
          description={t`For one unit, at all places.`}
          unit={currency}
          {...form.getInputProps("price")}
        />
      )}
      <DecimalInput
        label={t`Lowest price (optional)`}
        description={t`Nobody sells below it without a manager's approval.`}
        unit={currency}
        {...form.getInputProps("floor_price")}
      />
      <DecimalInput
        label={t`Price printed on the box (optional)`}
        description={t`Of medicines, where the law fixes it.`}
        unit={currency}
        {...form.getInputProps("prix_br")}
      />
    </Fieldset>
  );
}

function Handling({ form }: { form: Form }) {
  const { t } = useLingui();
  return (
    <Fieldset
      legend={t`At the till and in stock`}
      variant="unstyled"
      styles={LEGEND}
      style={{ display: "grid", gap: "var(--space-3)" }}
    >
      <TextInput
        label={t`PLU (optional)`}
        description={t`The short number that a cashier types for goods without a barcode.`}
        inputMode="numeric"
        {...form.getInputProps("plu")}
      />
      <DecimalInput label={t`Weight of one unit (optional)`} unit="kg" {...form.getInputProps("weight_kg")} />
      <DecimalInput label={t`Warranty (optional)`} unit={t`days`} {...form.getInputProps("warranty_days")} />
      <Checkbox label={t`Stock is kept`} {...form.getInputProps("tracks_stock", { type: "checkbox" })} />
      <Checkbox
        label={t`Expiry dates are kept by batch`}
        {...form.getInputProps("keeps_expiry", { type: "checkbox" })}
      />
      <Checkbox
        label={t`Serial numbers are kept by piece`}
        {...form.getInputProps("tracks_serials", { type: "checkbox" })}
      />
    </Fieldset>
  );
}

/** What a form of products may say when a list that it needs is empty. */
export function MissingLists() {
  const units = useUnits();
  const taxes = useTaxCategories();
  if (units.length > 0 && taxes.length > 0) return null;
  return (
    <p style={{ color: "var(--muted)" }}>
      <Trans>A product needs a unit and a tax category: add them under Products, Setup.</Trans>
    </p>
  );
}
