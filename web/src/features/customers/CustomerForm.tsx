/** The fields of a customer; what did not change is not sent, so that two editors do not undo each other. */
import { useLingui as useRuntime } from "@lingui/react";
import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox, Select, Textarea, TextInput, Title } from "@mantine/core";
import { DecimalInput } from "@/components/ui/DecimalInput";
import { FormFrame } from "@/components/ui/FormFrame";
import { useApiForm } from "@/components/ui/form";
import { isDecimal, plain } from "@/lib/decimals";
import { useActKey } from "@/lib/keys";
import { asChoices, usePriceGroups } from "@/lib/reference";
import { useCurrency } from "@/lib/session";
import { type Customer, type CustomerFields, changeCustomer } from "./api";
import { CATEGORIES, SALE_TYPES, TYPES } from "./words";

function valuesOf(customer: Customer) {
  return {
    name: customer.name,
    code: customer.code,
    type: customer.type ?? "PERSON",
    contact_person: customer.contact_person ?? "",
    phone: customer.phone,
    email: customer.email,
    address: customer.address ?? "",
    city: customer.city ?? "",
    vat_number: customer.vat_number,
    vat_registered: customer.vat_registered ?? false,
    customer_type: customer.customer_type ?? "RETAIL",
    category: customer.category ?? "REGULAR",
    price_group: (customer.price_group as string | null) ?? "",
    discount_percent: plain(customer.discount_percent),
    is_tax_exempt: customer.is_tax_exempt ?? false,
    credit_limit: plain(customer.credit_limit, 2),
    credit_terms_days: String(customer.payment_delay_days),
    notes: customer.notes ?? "",
  };
}
type Values = ReturnType<typeof valuesOf>;

/** The fields that differ from what they were, as the API takes them. */
function changesOf(values: Values, before: Values): Partial<CustomerFields> {
  const changed = Object.entries(values).filter(([name, value]) => value !== before[name as keyof Values]);
  const sent = changed.map(([name, value]) => {
    if (name === "credit_terms_days") return [name, Number(value)];
    if (name === "price_group") return [name, value || null];
    if (name === "discount_percent" || name === "credit_limit") return [name, value || "0"];
    return [name, value];
  });
  return Object.fromEntries(sent);
}

interface Props {
  customer: Customer;
  onSaved: (customer: Customer) => void;
  onCancel: () => void;
}

export function CustomerForm({ customer, onSaved, onCancel }: Props) {
  const { t } = useLingui();
  const key = useActKey();
  const before = valuesOf(customer);
  const amount = (value: string) => (!value || isDecimal(value) ? null : t`Write a figure, such as 12.50.`);
  const api = useApiForm<Values, Customer>({
    initial: before,
    validate: {
      name: (value: string) => (value.trim() ? null : t`Write a name.`),
      code: (value: string) => (value.trim() ? null : t`Write a number.`),
      discount_percent: amount,
      credit_limit: amount,
      credit_terms_days: (value: string) => (/^\d{1,4}$/.test(value) ? null : t`Write a number of days, such as 14.`),
    },
    fieldOf: { BAD_VAT_NUMBER: "vat_number", DUPLICATE_CODE: "code", BAD_PHONE: "phone" },
    save: (values) => {
      const body = changesOf(values, before);
      return Object.keys(body).length > 0 ? changeCustomer(customer.id, body, key(body)) : Promise.resolve(customer);
    },
    onSaved,
  });
  return (
    <FormFrame api={api} act={<Trans>Save customer</Trans>} onCancel={onCancel}>
      <Who form={api.form} />
      <Terms form={api.form} />
      <Textarea
        label={t`Notes (optional)`}
        maxLength={5000}
        autosize
        minRows={3}
        {...api.form.getInputProps("notes")}
      />
    </FormFrame>
  );
}

type Form = { form: ReturnType<typeof useApiForm<Values, Customer>>["form"] };

function Who({ form }: Form) {
  const { t } = useLingui();
  const { i18n } = useRuntime();
  const kinds = Object.entries(TYPES).map(([value, label]) => ({ value, label: i18n._(label) }));
  return (
    <>
      <TextInput label={t`Name`} maxLength={200} {...form.getInputProps("name")} />
      <TextInput label={t`Number`} maxLength={30} {...form.getInputProps("code")} />
      <Select label={t`Kind`} data={kinds} allowDeselect={false} {...form.getInputProps("type")} />
      <TextInput label={t`Contact person (optional)`} maxLength={120} {...form.getInputProps("contact_person")} />
      <TextInput label={t`Phone (optional)`} type="tel" maxLength={40} {...form.getInputProps("phone")} />
      <TextInput label={t`E-mail (optional)`} type="email" maxLength={254} {...form.getInputProps("email")} />
      <TextInput label={t`Address (optional)`} maxLength={1000} {...form.getInputProps("address")} />
      <TextInput label={t`Town (optional)`} maxLength={120} {...form.getInputProps("city")} />
      <TextInput label={t`Tax number (optional)`} maxLength={40} {...form.getInputProps("vat_number")} />
      <Checkbox label={t`Registered for VAT`} {...form.getInputProps("vat_registered", { type: "checkbox" })} />
    </>
  );
}

function Terms({ form }: Form) {
  const { t } = useLingui();
  const { i18n } = useRuntime();
  const currency = useCurrency();
  const groups = usePriceGroups();
  const options = (words: typeof TYPES) =>
    Object.entries(words).map(([value, label]) => ({ value, label: i18n._(label) }));
  return (
    <>
      <Title order={2}>{t`Terms`}</Title>
      <Select
        label={t`Buys at`}
        data={options(SALE_TYPES)}
        allowDeselect={false}
        {...form.getInputProps("customer_type")}
      />
      <Select
        label={t`Category`}
        data={options(CATEGORIES)}
        allowDeselect={false}
        {...form.getInputProps("category")}
      />
      {groups.length > 0 && (
        <Select
          label={t`Price group (optional)`}
          description={t`Its discount counts instead of the customer's own.`}
          data={asChoices(groups)}
          clearable
          value={form.values.price_group || null}
          onChange={(value) => form.setFieldValue("price_group", value ?? "")}
        />
      )}
      <DecimalInput label={t`Discount (optional)`} unit="%" {...form.getInputProps("discount_percent")} />
      <Checkbox label={t`Exempt from tax`} {...form.getInputProps("is_tax_exempt", { type: "checkbox" })} />
      <DecimalInput
        label={t`Credit limit`}
        description={t`0 means that the customer always pays at once.`}
        unit={currency}
        {...form.getInputProps("credit_limit")}
      />
      <TextInput
        label={t`Pays within`}
        inputMode="numeric"
        rightSection={<span style={{ color: "var(--muted)" }}>{t`days`}</span>}
        rightSectionWidth="4rem"
        {...form.getInputProps("credit_terms_days")}
      />
    </>
  );
}
