/** A base price from now on: fixed, or worked out of the purchase cost. */
import { Trans, useLingui } from "@lingui/react/macro";
import { SegmentedControl, Select } from "@mantine/core";
import { useRef } from "react";
import { DecimalInput } from "@/components/ui/DecimalInput";
import { FormFrame } from "@/components/ui/FormFrame";
import { useApiForm } from "@/components/ui/form";
import { idempotencyKey, type Schemas } from "@/lib/api";
import { isDecimal } from "@/lib/decimals";
import { useLocations } from "@/lib/names";
import { asChoices } from "@/lib/reference";
import { useBusiness, useCurrency, useMay } from "@/lib/session";
import { type ProductDetail, setPrice, useFresh } from "../api";
import { telling } from "../problems";

interface Values extends Record<string, unknown> {
  way: "FIXED" | "MARKUP";
  price: string;
  markup: string;
  rounding: "NONE" | "STEP" | "ENDING";
  roundingTo: string;
  location: string | null;
  packaging: string | null;
  tax: "with" | "without";
}

function bodyOf(values: Values): Schemas["SetBasePriceRequest"] {
  const rounded = values.rounding === "NONE" ? {} : { rounding: values.rounding, rounding_to: values.roundingTo };
  const figures = values.way === "FIXED" ? { price: values.price } : { markup_percent: values.markup, ...rounded };
  return {
    ...figures,
    includes_tax: values.tax === "with",
    location: values.location,
    packaging: values.packaging,
  };
}

export function PriceForm({ product, onDone }: { product: ProductDetail; onDone: () => void }) {
  const { t } = useLingui();
  const currency = useCurrency();
  const business = useBusiness();
  const fresh = useFresh();
  const locations = useLocations();
  const mayMarkUp = useMay()("cost.view");
  const key = useRef(idempotencyKey());
  const figure = t`Write a number, such as 12.50`;
  const api = useApiForm<Values, unknown>({
    initial: {
      way: "FIXED",
      price: "",
      markup: "",
      rounding: "NONE",
      roundingTo: "0.05",
      location: null,
      packaging: null,
      tax: business?.prices_include_tax === false ? "without" : "with",
    },
    validate: {
      price: (value: string, values: Values) => (values.way === "MARKUP" || isDecimal(value) ? null : figure),
      markup: (value: string, values: Values) => (values.way === "FIXED" || isDecimal(value) ? null : figure),
      roundingTo: (value: string, values: Values) =>
        values.way === "FIXED" || values.rounding === "NONE" || isDecimal(value) ? null : figure,
    } as never,
    save: (values) => telling(setPrice(product.id, bodyOf(values), key.current)),
    onSaved: async () => {
      await fresh();
      onDone();
    },
  });
  const { form } = api;
  const packagings = product.packagings.filter((one) => one.is_active !== false);
  return (
    <FormFrame api={api} act={<Trans>Set price</Trans>} onCancel={onDone}>
      {mayMarkUp && (
        <SegmentedControl
          aria-label={t`How`}
          data={[
            { value: "FIXED", label: t`Fixed` },
            { value: "MARKUP", label: t`Cost plus a markup` },
          ]}
          {...form.getInputProps("way")}
        />
      )}
      {form.values.way === "FIXED" ? (
        <DecimalInput label={t`Price`} unit={currency} required data-autofocus {...form.getInputProps("price")} />
      ) : (
        <Markup form={form as never} />
      )}
      <Select
        label={t`Tax`}
        allowDeselect={false}
        data={[
          { value: "with", label: t`The price is with tax` },
          { value: "without", label: t`The price is without tax` },
        ]}
        {...form.getInputProps("tax")}
      />
      <Select
        label={t`Place (optional)`}
        placeholder={t`Everywhere`}
        data={asChoices(locations)}
        clearable
        {...form.getInputProps("location")}
      />
      {packagings.length > 0 && (
        <Select
          label={t`For (optional)`}
          placeholder={product.unit_code}
          data={asChoices(packagings)}
          clearable
          {...form.getInputProps("packaging")}
        />
      )}
    </FormFrame>
  );
}

function Markup({ form }: { form: ReturnType<typeof useApiForm<Values, unknown>>["form"] }) {
  const { t } = useLingui();
  const currency = useCurrency();
  return (
    <>
      <DecimalInput
        label={t`Markup on the last purchase cost`}
        description={t`Later deliveries at another cost propose another price.`}
        unit="%"
        required
        {...form.getInputProps("markup")}
      />
      <Select
        label={t`Rounding`}
        allowDeselect={false}
        data={[
          { value: "NONE", label: t`None` },
          { value: "STEP", label: t`To whole steps` },
          { value: "ENDING", label: t`To an ending` },
        ]}
        {...form.getInputProps("rounding")}
      />
      {form.values.rounding !== "NONE" && (
        <DecimalInput
          label={form.values.rounding === "STEP" ? t`Step, such as 0.05` : t`Ending, such as 0.99`}
          unit={currency}
          {...form.getInputProps("roundingTo")}
        />
      )}
    </>
  );
}
