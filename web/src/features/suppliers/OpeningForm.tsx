/** One open item with a supplier from before the books began. */
import { Trans, useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import Big from "big.js";
import { LocationField, useLocationCheck } from "@/components/partners/LocationField";
import { DecimalInput } from "@/components/ui/DecimalInput";
import { FormFrame } from "@/components/ui/FormFrame";
import { useApiForm } from "@/components/ui/form";
import { toast } from "@/components/ui/toast";
import { isDecimal } from "@/lib/decimals";
import { useActKey } from "@/lib/keys";
import { useCurrency } from "@/lib/session";
import { type Supplier, takeOpening, useForget } from "./api";

type Values = {
  amount: string;
  document_date: string;
  due_date: string;
  reference: string;
  location: string;
  exchange_rate: string;
};

export function OpeningForm({ supplier, onDone }: { supplier: Supplier; onDone: () => void }) {
  const { t } = useLingui();
  const key = useActKey();
  const forget = useForget();
  const own = useCurrency();
  const isForeign = supplier.currency !== own;
  const location = useLocationCheck();
  const api = useApiForm<Values, unknown>({
    initial: { amount: "", document_date: "", due_date: "", reference: "", location: "", exchange_rate: "" },
    validate: {
      location,
      amount: (value: string) =>
        isDecimal(value) && new Big(value).gt(0) ? null : t`Write an amount above 0, such as 12.50.`,
      exchange_rate: (value: string) =>
        !isForeign || (isDecimal(value) && new Big(value).gt(0)) ? null : t`Write a rate above 0, such as 1.95583.`,
    },
    fieldOf: { AMOUNT_TOO_PRECISE: "amount", DUE_BEFORE_START: "due_date", RATE_REQUIRED: "exchange_rate" },
    save: (values) => {
      const filled = Object.entries(values).filter(([name, value]) => value && (isForeign || name !== "exchange_rate"));
      const body = { ...Object.fromEntries(filled), amount: values.amount, location: values.location };
      const sent = isForeign ? { ...body, currency: supplier.currency } : body;
      return takeOpening(supplier.id, sent, key(sent));
    },
    onSaved: () => {
      forget();
      onDone();
      toast(t`The opening balance of ${supplier.name} is booked.`);
    },
  });
  const { form } = api;
  return (
    <FormFrame api={api} act={<Trans>Book opening balance</Trans>} onCancel={onDone}>
      <Trans>
        What was owed to the supplier before this business began to keep its books here, each item by itself.
      </Trans>
      <DecimalInput label={t`Amount`} unit={supplier.currency} {...form.getInputProps("amount")} />
      {isForeign && (
        <DecimalInput
          label={t`Exchange rate`}
          description={t`How much ${own} one ${supplier.currency} is worth.`}
          {...form.getInputProps("exchange_rate")}
        />
      )}
      <TextInput type="date" label={t`Day of the invoice (optional)`} {...form.getInputProps("document_date")} />
      <TextInput
        type="date"
        label={t`Due (optional)`}
        description={t`By the supplier's terms if left empty.`}
        {...form.getInputProps("due_date")}
      />
      <TextInput label={t`Reference (optional)`} maxLength={60} {...form.getInputProps("reference")} />
      <LocationField label={t`Booked at`} {...form.getInputProps("location")} />
    </FormFrame>
  );
}
