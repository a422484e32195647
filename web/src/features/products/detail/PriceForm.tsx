/** A base price from now on: fixed, or worked out of the purchase cost. */
import { Trans, useLingui } from "@lingui/react/macro";
import { SegmentedControl, Select } from "@mantine/core";
import Big from "big.js";
import { DecimalInput } from "@/components/ui/DecimalInput";
import { FormFrame } from "@/components/ui/FormFrame";
import { useApiForm } from "@/components/ui/form";
import type { Schemas } from "@/lib/api";
import { isDecimal } from "@/lib/decimals";
import { useLocations } from "@/lib/names";
import { asChoices } from "@/lib/reference";
import { useBusiness, useCurrency, useMay } from "@/lib/session";
import { type BasePrice, type ProductDetail, setPrice, useFresh } from "../api";
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

type Priced = Pick<Values, "way" | "price" | "markup" | "rounding" | "roundingTo" | "tax">;

/** What applies now for a packaging at a place, as the form writes it: who sets a price sees the one it replaces. */
function presentOf(rows: readonly BasePrice[], of: Pick<Values, "location" | "packaging">): Partial<Priced> {
  const row = rows.find((one) => one.is_current && one.location === of.location && one.packaging === of.packaging);
  if (!row) return {};
  const tax = row.includes_tax === false ? "without" : "with";
  if (row.kind !== "MARKUP" || !row.markup_percent) return { way: "FIXED", price: written(row.price), tax };
  const rounding = (row.rounding ?? "NONE") as Values["rounding"];
  const to = rounding === "NONE" ? {} : { roundingTo: new Big(row.rounding_to ?? "0.05").toFixed() };
  return { way: "MARKUP", markup: new Big(row.markup_percent).toFixed(), rounding, ...to, tax };
}

/** With two decimals at least, as prices are written. */
const written = (price: string) => {
  const exact = new Big(price);
  return exact.round(2).eq(exact) ? exact.toFixed(2) : exact.toFixed();
};

interface Props {
  product: ProductDetail;
  prices: readonly BasePrice[];
  onDone: () => void;
}

export function PriceForm({ product, prices, onDone }: Props) {
  const { t } = useLingui();
  const currency = useCurrency();
  const business = useBusiness();
  const fresh = useFresh();
  const locations = useLocations();
  const mayMarkUp = useMay()("cost.view");
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
      ...presentOf(prices, { location: null, packaging: null }),
    },
    validate: {
      price: (value: string, values: Values) => (values.way === "MARKUP" || isDecimal(value) ? null : figure),
      markup: (value: string, values: Values) => (values.way === "FIXED" || isDecimal(value) ? null : figure),
      roundingTo: (value: string, values: Values) =>
        values.way === "FIXED" || values.rounding === "NONE" || isDecimal(value) ? null : figure,
    } as never,
    save: (values, key) => telling(setPrice(product.id, bodyOf(values), key)),
    onSaved: async () => {
      await fresh();
      onDone();
    },
  });
  const { form } = api;
  /** For something else its own present price, unless the reader has written one already. */
  const choose = (which: Partial<Pick<Values, "location" | "packaging">>) => {
    const next = { location: form.values.location, packaging: form.values.packaging, ...which };
    const isWritten = form.isDirty("price") || form.isDirty("markup");
    const present = isWritten ? {} : { price: "", markup: "", ...presentOf(prices, next) };
    form.setValues({ ...next, ...present });
    if (Object.keys(present).length > 0) form.resetDirty({ ...form.values, ...present });
  };
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
        onChange={(location) => choose({ location })}
      />
      {packagings.length > 0 && (
        <Select
          label={t`For (optional)`}
          placeholder={product.unit_code}
          data={asChoices(packagings)}
          clearable
          {...form.getInputProps("packaging")}
          onChange={(packaging) => choose({ packaging })}
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
