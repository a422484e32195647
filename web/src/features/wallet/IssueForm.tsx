/** Issues a gift card that was paid for in another way than at a till. */
import { useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { LocationField, useLocationCheck } from "@/components/partners/LocationField";
import { DecimalInput } from "@/components/ui/DecimalInput";
import { FormFrame } from "@/components/ui/FormFrame";
import { useApiForm } from "@/components/ui/form";
import { isDecimal } from "@/lib/decimals";
import { useActKey } from "@/lib/keys";
import { useCurrency } from "@/lib/session";
import { type Issued, issueCard } from "./api";
import { ShownCode } from "./ShownCode";

type Values = { amount: string; location: string; expires_on: string; reference: string };

export function IssueForm({ onDone }: { onDone: () => void }) {
  const { t } = useLingui();
  const currency = useCurrency();
  const cache = useQueryClient();
  const key = useActKey();
  const location = useLocationCheck();
  const [issued, setIssued] = useState<Issued>();
  const api = useApiForm<Values, Issued>({
    initial: { amount: "", location: "", expires_on: "", reference: "" },
    validate: {
      amount: (value: string) => (isDecimal(value) && /[1-9]/.test(value) ? null : t`Write the amount on the card.`),
      location,
    },
    fieldOf: { AMOUNT_NOT_POSITIVE: "amount", AMOUNT_TOO_PRECISE: "amount" },
    save: ({ expires_on, ...values }) => {
      const body = { ...values, ...(expires_on ? { expires_on } : {}) };
      return issueCard(body, key(body));
    },
    onSaved: (saved) => {
      cache.invalidateQueries({ queryKey: ["wallet"] });
      setIssued(saved);
    },
  });
  if (issued) return <ShownCode issued={issued} onDone={onDone} />;
  const field = api.form.getInputProps;
  return (
    <FormFrame api={api} act={t`Issue gift card`} onCancel={onDone}>
      <DecimalInput label={t`Amount`} unit={currency} data-autofocus {...field("amount")} />
      <LocationField label={t`Issued at`} {...field("location")} />
      <TextInput type="date" label={t`Last day (optional)`} {...field("expires_on")} />
      <TextInput label={t`Reference (optional)`} maxLength={60} {...field("reference")} />
    </FormFrame>
  );
}
