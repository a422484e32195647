/** A price of a group, or from a quantity on: of which product, how much, where and until when. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Select, TextInput } from "@mantine/core";
import { ProductPick } from "@/components/pick/ProductPick";
import { DecimalInput } from "@/components/ui/DecimalInput";
import { FormFrame } from "@/components/ui/FormFrame";
import { useApiForm } from "@/components/ui/form";
import { answer, desk } from "@/lib/api";
import { isDecimal } from "@/lib/decimals";
import { useLocations } from "@/lib/names";
import { asChoices, usePriceGroups } from "@/lib/reference";
import { useCurrency } from "@/lib/session";
import { keyed, useFresh } from "../api";
import { telling } from "../problems";
import { fromField } from "../times";

interface Values extends Record<string, unknown> {
  product: string | null;
  price_group: string | null;
  min_quantity: string;
  price: string;
  location: string | null;
  valid_until: string;
}

function save(kind: "group" | "step", values: Values, key: string): Promise<unknown> {
  const common = {
    product: values.product ?? "",
    price: values.price,
    location: values.location,
    valid_until: fromField(values.valid_until),
  };
  const params = { header: keyed(key) };
  return kind === "group"
    ? answer(desk.POST("/api/group-prices/", { body: { ...common, price_group: values.price_group ?? "" }, params }))
    : answer(desk.POST("/api/step-prices/", { body: { ...common, min_quantity: values.min_quantity }, params }));
}

export function TierForm({ kind, onDone }: { kind: "group" | "step"; onDone: () => void }) {
  const { t } = useLingui();
  const currency = useCurrency();
  const fresh = useFresh(`${kind}-prices`);
  const groups = usePriceGroups().filter((group) => group.is_active !== false);
  const places = useLocations().filter((place) => place.kind === "STOREFRONT");
  const needed = t`Needed`;
  const figure = t`Write a number, such as 12.50`;
  const api = useApiForm<Values, unknown>({
    initial: { product: null, price_group: null, min_quantity: "", price: "", location: null, valid_until: "" },
    validate: {
      product: (value: string | null) => (value ? null : needed),
      price_group: (value: string | null) => (kind === "step" || value ? null : needed),
      min_quantity: (value: string) => (kind === "group" || isDecimal(value) ? null : figure),
      price: (value: string) => (isDecimal(value) ? null : figure),
    } as never,
    save: (values, key) => telling(save(kind, values, key)),
    onSaved: async () => {
      await fresh();
      onDone();
    },
  });
  const { form } = api;
  return (
    <FormFrame api={api} act={<Trans>Set price</Trans>} onCancel={onDone}>
      <ProductPick label={t`Product`} required {...form.getInputProps("product")} value={form.values.product} />
      {kind === "group" ? (
        <Select label={t`Customer group`} required data={asChoices(groups)} {...form.getInputProps("price_group")} />
      ) : (
        <DecimalInput
          label={t`From this quantity on`}
          description={t`In units of the product, in one line.`}
          required
          {...form.getInputProps("min_quantity")}
        />
      )}
      <DecimalInput label={t`Price of one unit`} unit={currency} required {...form.getInputProps("price")} />
      {places.length > 1 && (
        <Select
          label={t`Place (optional)`}
          placeholder={t`Everywhere`}
          data={asChoices(places)}
          clearable
          {...form.getInputProps("location")}
        />
      )}
      <TextInput label={t`Until (optional)`} type="datetime-local" {...form.getInputProps("valid_until")} />
    </FormFrame>
  );
}
