/** A promotion as questions: what it does, on what, for whom, when, and how often. What is told is told back as a sentence. */
import { useLingui as useWords } from "@lingui/react";
import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox, Fieldset, MultiSelect, Radio, Select, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import type { ReactNode } from "react";
import { ProductsField } from "@/components/pick/ProductsField";
import { DecimalInput } from "@/components/ui/DecimalInput";
import { Notice } from "@/components/ui/Notice";
import { isDecimal } from "@/lib/decimals";
import { useLocations } from "@/lib/names";
import { asChoices, useGroups, usePriceGroups } from "@/lib/reference";
import { useCurrency } from "@/lib/session";
import type { PromotionKind } from "../api";
import { KINDS, SALE_TYPES, termsWords } from "../words";
import { PERCENTS, type PromotionValues, SETS, WHOLE } from "./values";
import { useWeekdays } from "./weekdays";

const LEGEND = { legend: { marginBlockEnd: "var(--space-2)", fontSize: "1rem", fontWeight: 600 } };

type Form = UseFormReturnType<PromotionValues>;

function Part({ legend, children }: { legend: string; children: ReactNode }) {
  return (
    <Fieldset legend={legend} variant="unstyled" styles={LEGEND} style={{ display: "grid", gap: "var(--space-3)" }}>
      {children}
    </Fieldset>
  );
}

export function PromotionFields({ form }: { form: Form }) {
  const { t } = useLingui();
  const currency = useCurrency();
  const values = form.values;
  const terms = {
    kind: values.kind,
    value: isDecimal(values.value) ? values.value : "0",
    set_quantity: Number.parseInt(values.set_quantity || "0", 10),
    get_quantity: Number.parseInt(values.get_quantity || "0", 10),
    min_quantity: isDecimal(values.min_quantity) ? values.min_quantity : "0",
    min_amount: isDecimal(values.min_amount) ? values.min_amount : "0",
  };
  const said = termsWords(terms, currency);
  return (
    <>
      <TextInput label={t`Name`} description={t`It stands on the receipt.`} required {...form.getInputProps("name")} />
      <What form={form} />
      {values.value && (
        <Notice kind="info">
          <Trans>In short: {said}.</Trans>
        </Notice>
      )}
      <OnWhat form={form} />
      <ForWhom form={form} />
      <When form={form} />
      <Limits form={form} />
    </>
  );
}

function What({ form }: { form: Form }) {
  const { t } = useLingui();
  const { i18n } = useWords();
  const currency = useCurrency();
  const kind = form.values.kind;
  const unit = PERCENTS.has(kind) ? "%" : currency;
  const label =
    kind === "BUY_GET" || kind === "NTH_ITEM"
      ? t`Cheaper by (100 is free)`
      : kind === "SET_PRICE"
        ? t`They cost together`
        : kind === "FIXED_PRICE"
          ? t`Price of each`
          : t`Cheaper by`;
  return (
    <>
      <Radio.Group label={t`What does it do?`} {...form.getInputProps("kind")}>
        <div
          style={{
            display: "grid",
            gap: "var(--space-2)",
            gridTemplateColumns: "repeat(auto-fill, minmax(min(17rem, 100%), 1fr))",
            marginBlockStart: "var(--space-2)",
          }}
        >
          {(Object.keys(KINDS) as PromotionKind[]).map((value) => (
            <Radio
              key={value}
              value={value}
              label={i18n._(KINDS[value].label)}
              description={i18n._(KINDS[value].hint)}
            />
          ))}
        </div>
      </Radio.Group>
      {SETS.has(kind) && (
        <DecimalInput
          label={kind === "BUY_GET" ? t`Buy` : kind === "NTH_ITEM" ? t`Every piece number` : t`Pieces`}
          unit={t`pcs`}
          required
          {...form.getInputProps("set_quantity")}
        />
      )}
      {kind === "BUY_GET" && (
        <DecimalInput label={t`Get more`} unit={t`pcs`} required {...form.getInputProps("get_quantity")} />
      )}
      <DecimalInput label={label} unit={unit} required {...form.getInputProps("value")} />
      {WHOLE.has(kind) && (
        <DecimalInput label={t`From this amount on (optional)`} unit={currency} {...form.getInputProps("min_amount")} />
      )}
      {!WHOLE.has(kind) && !SETS.has(kind) && (
        <DecimalInput label={t`From this quantity on (optional)`} {...form.getInputProps("min_quantity")} />
      )}
    </>
  );
}

function OnWhat({ form }: { form: Form }) {
  const { t } = useLingui();
  const groups = useGroups().map((group) => ({ value: group.id, label: group.path }));
  const { products, reward_products: rewards } = form.values;
  return (
    <Part legend={t`On what?`}>
      <ProductsField
        label={t`Products (optional)`}
        description={t`Without products and groups it is on everything.`}
        value={products}
        onChange={(ids) => form.setFieldValue("products", ids)}
      />
      {groups.length > 0 && (
        <MultiSelect
          label={t`Groups with all below them (optional)`}
          data={groups}
          searchable
          {...form.getInputProps("product_groups")}
        />
      )}
      {form.values.kind === "BUY_GET" && (
        <ProductsField
          label={t`Cheaper are these instead (optional)`}
          description={t`Left empty, pieces of the same goods are cheaper.`}
          value={rewards}
          onChange={(ids) => form.setFieldValue("reward_products", ids)}
        />
      )}
    </Part>
  );
}

function ForWhom({ form }: { form: Form }) {
  const { t } = useLingui();
  const { i18n } = useWords();
  const groups = asChoices(usePriceGroups());
  const places = asChoices(useLocations().filter((place) => place.kind === "STOREFRONT"));
  const types = Object.entries(SALE_TYPES).map(([value, label]) => ({ value, label: i18n._(label) }));
  return (
    <Part legend={t`For whom and where?`}>
      {groups.length > 0 && (
        <MultiSelect
          label={t`Customer groups (optional)`}
          placeholder={form.values.price_groups.length ? undefined : t`Everybody`}
          data={groups}
          {...form.getInputProps("price_groups")}
        />
      )}
      {places.length > 1 && (
        <MultiSelect
          label={t`Places (optional)`}
          placeholder={form.values.locations.length ? undefined : t`Everywhere`}
          data={places}
          {...form.getInputProps("locations")}
        />
      )}
      <Select
        label={t`Kind of sale (optional)`}
        placeholder={t`Retail and wholesale`}
        data={types}
        clearable
        value={form.values.sale_type || null}
        onChange={(value) => form.setFieldValue("sale_type", value ?? "")}
      />
    </Part>
  );
}

function When({ form }: { form: Form }) {
  const { t } = useLingui();
  const days = useWeekdays();
  return (
    <Part legend={t`When?`}>
      <TextInput label={t`From`} type="datetime-local" required {...form.getInputProps("starts_at")} />
      <TextInput label={t`Until (optional)`} type="datetime-local" {...form.getInputProps("ends_at")} />
      <MultiSelect
        label={t`Days of the week (optional)`}
        placeholder={form.values.weekdays.length ? undefined : t`Every day`}
        data={days}
        {...form.getInputProps("weekdays")}
      />
      <TextInput label={t`Each day from (optional)`} type="time" {...form.getInputProps("hours_from")} />
      <TextInput label={t`Each day until (optional)`} type="time" {...form.getInputProps("hours_until")} />
    </Part>
  );
}

function Limits({ form }: { form: Form }) {
  const { t } = useLingui();
  return (
    <Part legend={t`How often?`}>
      <Checkbox
        label={t`Only with a coupon`}
        description={t`You make the coupons once the draft is saved.`}
        {...form.getInputProps("needs_coupon", { type: "checkbox" })}
      />
      <DecimalInput label={t`In so many sales at most (optional)`} {...form.getInputProps("use_limit")} />
      {SETS.has(form.values.kind) && (
        <DecimalInput label={t`So many sets in one sale at most (optional)`} {...form.getInputProps("max_times")} />
      )}
      {!WHOLE.has(form.values.kind) && (
        <Checkbox
          label={t`Also on what is promoted already`}
          {...form.getInputProps("combines", { type: "checkbox" })}
        />
      )}
    </Part>
  );
}
