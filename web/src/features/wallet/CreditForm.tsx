/** Grants store credit: to a customer, or to whoever has the code of the credit note. */
import { useLingui } from "@lingui/react/macro";
import { Textarea, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { LocationField, useLocationCheck } from "@/components/partners/LocationField";
import { CustomerPick } from "@/components/pick/CustomerPick";
import { DecimalInput } from "@/components/ui/DecimalInput";
import { FormFrame } from "@/components/ui/FormFrame";
import { useApiForm } from "@/components/ui/form";
import { toast } from "@/components/ui/toast";
import { isDecimal } from "@/lib/decimals";
import { useActKey } from "@/lib/keys";
import { useCurrency } from "@/lib/session";
import { grantCredit, type Issued } from "./api";
import { ShownCode } from "./ShownCode";

type Values = { amount: string; customer: string | null; location: string; expires_on: string; reason: string };

export function CreditForm({ onDone }: { onDone: () => void }) {
  const { t } = useLingui();
  const currency = useCurrency();
  const cache = useQueryClient();
  const key = useActKey();
  const location = useLocationCheck();
  const [issued, setIssued] = useState<Issued>();
  const api = useApiForm<Values, Issued>({
    initial: { amount: "", customer: null, location: "", expires_on: "", reason: "" },
    validate: {
      amount: (value: string) => (isDecimal(value) && /[1-9]/.test(value) ? null : t`Write how much is granted.`),
      reason: (value: string) => (value.trim() ? null : t`Say why it is granted.`),
      location,
    },
    fieldOf: { AMOUNT_NOT_POSITIVE: "amount", AMOUNT_TOO_PRECISE: "amount" },
    save: ({ expires_on, ...values }) => {
      const body = { ...values, ...(expires_on ? { expires_on } : {}) };
      return grantCredit(body, key(body));
    },
    onSaved: (saved) => {
      cache.invalidateQueries({ queryKey: ["wallet"] });
      if (saved.code) return setIssued(saved);
      toast(t`The customer has the credit.`);
      onDone();
    },
  });
  if (issued) return <ShownCode issued={issued} onDone={onDone} />;
  const { form } = api;
  const field = form.getInputProps;
  return (
    <FormFrame api={api} act={t`Grant store credit`} onCancel={onDone}>
      <DecimalInput label={t`Amount`} unit={currency} data-autofocus {...field("amount")} />
      <CustomerPick
        label={t`Customer (optional)`}
        description={t`Without one, whoever has the code pays with it.`}
        value={form.values.customer}
        onChange={(customer) => form.setFieldValue("customer", customer)}
      />
      <LocationField label={t`Granted at`} {...field("location")} />
      <TextInput type="date" label={t`Last day (optional)`} {...field("expires_on")} />
      <Textarea label={t`Reason`} maxLength={400} autosize minRows={2} {...field("reason")} />
    </FormFrame>
  );
}
