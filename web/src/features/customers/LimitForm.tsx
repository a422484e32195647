/** How much a customer may owe, and for how long. */
import { Trans, useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { DecimalInput } from "@/components/ui/DecimalInput";
import { FormFrame } from "@/components/ui/FormFrame";
import { useApiForm } from "@/components/ui/form";
import { toast } from "@/components/ui/toast";
import { isDecimal, plain } from "@/lib/decimals";
import { money } from "@/lib/format";
import { useActKey } from "@/lib/keys";
import { useCurrency } from "@/lib/session";
import { type Customer, changeCustomer, useForget } from "./api";

type Values = { credit_limit: string; credit_terms_days: string };

export function LimitForm({ customer, onDone }: { customer: Customer; onDone: () => void }) {
  const { t } = useLingui();
  const currency = useCurrency();
  const key = useActKey();
  const forget = useForget();
  const api = useApiForm<Values, Customer>({
    initial: {
      credit_limit: plain(customer.credit_limit, 2),
      credit_terms_days: String(customer.credit_terms_days ?? 0),
    },
    validate: {
      credit_limit: (value: string) => (isDecimal(value) ? null : t`Write an amount, such as 12.50.`),
      credit_terms_days: (value: string) =>
        /^\d{1,4}$/.test(value.trim()) ? null : t`Write a number of days, such as 14.`,
    },
    save: (values) => {
      const body = { credit_limit: values.credit_limit, credit_terms_days: Number(values.credit_terms_days) };
      return changeCustomer(customer.id, body, key(body));
    },
    onSaved: (saved) => {
      forget();
      onDone();
      toast(t`${saved.name} may owe up to ${money(saved.credit_limit, currency)}.`);
    },
  });
  const { form } = api;
  return (
    <FormFrame api={api} act={<Trans>Save credit limit</Trans>} onCancel={onDone}>
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
    </FormFrame>
  );
}
