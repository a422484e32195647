/** The fields of a supplier, new or known; of a known one only what changed is sent. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox, Textarea, TextInput, Title } from "@mantine/core";
import { DecimalInput } from "@/components/ui/DecimalInput";
import { FormFrame } from "@/components/ui/FormFrame";
import { type ApiForm, useApiForm } from "@/components/ui/form";
import { isDecimal, plain } from "@/lib/decimals";
import { useActKey } from "@/lib/keys";
import { useCurrency } from "@/lib/session";
import { changeSupplier, createSupplier, type Supplier, type SupplierFields } from "./api";

function valuesOf(supplier: Supplier | undefined, currency: string) {
  return {
    name: supplier?.name ?? "",
    code: supplier?.code ?? "",
    contact_person: supplier?.contact_person ?? "",
    phone: supplier?.phone ?? "",
    email: supplier?.email ?? "",
    address: supplier?.address ?? "",
    city: supplier?.city ?? "",
    vat_number: supplier?.vat_number ?? "",
    vat_registered: supplier?.vat_registered ?? false,
    currency: supplier?.currency ?? currency,
    credit_limit: plain(supplier?.credit_limit, 2),
    payment_days: String(supplier?.payment_days ?? 30),
    lead_time_days: String(supplier?.lead_time_days ?? 1),
    notes: supplier?.notes ?? "",
  };
}
type Values = ReturnType<typeof valuesOf>;

/** The values as the API takes them: of a known supplier those that changed, of a new one those that are not empty. */
function bodyOf(values: Values, before: Values, isNew: boolean): Partial<SupplierFields> {
  const told = Object.entries(values).filter(([name, value]) =>
    isNew ? value !== "" : value !== before[name as keyof Values],
  );
  const sent = told.map(([name, value]) => {
    if (name === "payment_days" || name === "lead_time_days") return [name, Number(value)];
    if (name === "credit_limit") return [name, value || null];
    if (name === "currency") return [name, String(value).toUpperCase()];
    return [name, value];
  });
  return Object.fromEntries(sent);
}

interface Props {
  supplier?: Supplier;
  onSaved: (supplier: Supplier) => void;
  onCancel: () => void;
}

export function SupplierForm({ supplier, onSaved, onCancel }: Props) {
  const { t } = useLingui();
  const currency = useCurrency();
  const key = useActKey();
  const before = valuesOf(supplier, currency);
  const days = (value: string) => (/^\d{1,3}$/.test(value) ? null : t`Write a number of days, such as 14.`);
  const api = useApiForm<Values, Supplier>({
    initial: before,
    validate: {
      name: (value: string) => (value.trim() ? null : t`Write a name.`),
      code: (value: string) => (supplier && !value.trim() ? t`Write a number.` : null),
      currency: (value: string) =>
        /^[A-Za-z]{3}$/.test(value.trim()) ? null : t`A currency has three letters, such as EUR.`,
      credit_limit: (value: string) =>
        !value || isDecimal(value) ? null : t`Write an amount, such as 1000, or leave it empty.`,
      payment_days: days,
      lead_time_days: days,
    },
    fieldOf: { BAD_VAT_NUMBER: "vat_number", DUPLICATE_CODE: "code", UNKNOWN_CURRENCY: "currency" },
    save: async (values) => {
      const body = bodyOf(values, before, !supplier);
      if (!supplier) return createSupplier({ ...body, name: values.name }, key(body));
      return Object.keys(body).length > 0 ? changeSupplier(supplier.id, body, key(body)) : supplier;
    },
    onSaved,
  });
  return (
    <FormFrame api={api} act={<Trans>Save supplier</Trans>} onCancel={onCancel}>
      <Who api={api} isNew={!supplier} />
      <Terms api={api} />
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

function Who({ api: { form }, isNew }: { api: ApiForm<Values>; isNew: boolean }) {
  const { t } = useLingui();
  return (
    <>
      <TextInput label={t`Name`} maxLength={200} {...form.getInputProps("name")} />
      <TextInput
        label={isNew ? t`Number (optional)` : t`Number`}
        description={isNew ? t`The next free one if left empty.` : undefined}
        maxLength={30}
        {...form.getInputProps("code")}
      />
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

function Terms({ api: { form } }: { api: ApiForm<Values> }) {
  const { t } = useLingui();
  const days = {
    inputMode: "numeric" as const,
    rightSection: <span style={{ color: "var(--muted)" }}>{t`days`}</span>,
    rightSectionWidth: "4rem",
  };
  return (
    <>
      <Title order={2}>{t`Terms`}</Title>
      <TextInput label={t`Currency`} maxLength={3} {...form.getInputProps("currency")} />
      <DecimalInput
        label={t`Credit limit (optional)`}
        description={t`How much we may owe. Empty means that no limit was agreed, 0 that we pay at once.`}
        unit={form.values.currency}
        {...form.getInputProps("credit_limit")}
      />
      <TextInput label={t`We pay within`} {...days} {...form.getInputProps("payment_days")} />
      <TextInput label={t`Delivers within`} {...days} {...form.getInputProps("lead_time_days")} />
    </>
  );
}
