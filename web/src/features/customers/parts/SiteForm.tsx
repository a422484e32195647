/** A site of a customer, to add or to change. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox, Stack, TextInput } from "@mantine/core";
import { DecimalInput } from "@/components/ui/DecimalInput";
import { FormFrame } from "@/components/ui/FormFrame";
import { useApiForm } from "@/components/ui/form";
import { toast } from "@/components/ui/toast";
import { isDecimal, plain } from "@/lib/decimals";
import { useActKey } from "@/lib/keys";
import { type Site, saveSite, useForget } from "../api";

type Values = {
  name: string;
  address: string;
  city: string;
  contact_person: string;
  phone: string;
  email: string;
  is_primary: boolean;
  is_delivery_address: boolean;
  is_billing_address: boolean;
  is_active: boolean;
  special_discount: string;
};

interface Props {
  customer: string;
  site: Site | undefined;
  onDone: () => void;
}

export function SiteForm({ customer, site, onDone }: Props) {
  const { t } = useLingui();
  const key = useActKey();
  const forget = useForget();
  const api = useApiForm<Values, Site>({
    initial: {
      name: site?.name ?? "",
      address: site?.address ?? "",
      city: site?.city ?? "",
      contact_person: site?.contact_person ?? "",
      phone: site?.phone ?? "",
      email: site?.email ?? "",
      is_primary: site?.is_primary ?? false,
      is_delivery_address: site?.is_delivery_address ?? true,
      is_billing_address: site?.is_billing_address ?? false,
      is_active: site?.is_active ?? true,
      special_discount: plain(site?.special_discount),
    },
    validate: {
      name: (value: string) => (value.trim() ? null : t`Write a name.`),
      special_discount: (value: string) =>
        !value || isDecimal(value) ? null : t`Write a percentage, such as 5, or leave it empty.`,
    },
    save: (values) => {
      const body = { ...values, special_discount: values.special_discount || null };
      return saveSite(customer, site?.id, body, key(body));
    },
    onSaved: (saved) => {
      forget();
      onDone();
      toast(t`${saved.name} is saved.`);
    },
  });
  const { form } = api;
  const check = (name: "is_primary" | "is_delivery_address" | "is_billing_address" | "is_active", label: string) => (
    <Checkbox label={label} {...form.getInputProps(name, { type: "checkbox" })} />
  );
  return (
    <FormFrame api={api} act={<Trans>Save site</Trans>} onCancel={onDone}>
      <TextInput label={t`Name`} maxLength={200} data-autofocus {...form.getInputProps("name")} />
      <TextInput label={t`Address (optional)`} maxLength={1000} {...form.getInputProps("address")} />
      <TextInput label={t`Town (optional)`} maxLength={120} {...form.getInputProps("city")} />
      <TextInput label={t`Contact person (optional)`} maxLength={120} {...form.getInputProps("contact_person")} />
      <TextInput label={t`Phone (optional)`} type="tel" maxLength={40} {...form.getInputProps("phone")} />
      <TextInput label={t`E-mail (optional)`} type="email" maxLength={254} {...form.getInputProps("email")} />
      <Stack gap="xs">
        {check("is_primary", t`Main site`)}
        {check("is_delivery_address", t`Goods go here`)}
        {check("is_billing_address", t`Bills go here`)}
        {site && check("is_active", t({ message: "In use", context: "a partner" }))}
      </Stack>
      <DecimalInput
        label={t`Discount of this site (optional)`}
        description={t`As the customer's if left empty.`}
        unit="%"
        {...form.getInputProps("special_discount")}
      />
    </FormFrame>
  );
}
