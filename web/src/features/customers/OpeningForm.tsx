/** One open item from before the books began. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Radio, Stack, TextInput } from "@mantine/core";
import { LocationField, useLocationCheck } from "@/components/partners/LocationField";
import { DecimalInput } from "@/components/ui/DecimalInput";
import { FormFrame } from "@/components/ui/FormFrame";
import { useApiForm } from "@/components/ui/form";
import { toast } from "@/components/ui/toast";
import { useActKey } from "@/lib/keys";
import { useCurrency } from "@/lib/session";
import { useAmountCheck } from "./amounts";
import { type Customer, takeOpening, useForget } from "./api";

type Values = { kind: "debt" | "credit"; amount: string; due_date: string; reference: string; location: string };

export function OpeningForm({ customer, onDone }: { customer: Customer; onDone: () => void }) {
  const { t } = useLingui();
  const currency = useCurrency();
  const key = useActKey();
  const forget = useForget();
  const amount = useAmountCheck();
  const location = useLocationCheck();
  const api = useApiForm<Values, unknown>({
    initial: { kind: "debt", amount: "", due_date: "", reference: "", location: "" },
    validate: { location, amount },
    fieldOf: { AMOUNT_TOO_PRECISE: "amount" },
    save: ({ kind, due_date, ...values }) => {
      const body = {
        ...values,
        is_credit: kind === "credit",
        ...(kind === "debt" && due_date ? { due_date } : {}),
      };
      return takeOpening(customer.id, body, key(body));
    },
    onSaved: () => {
      forget();
      onDone();
      toast(t`The opening balance of ${customer.name} is booked.`);
    },
  });
  const { form } = api;
  return (
    <FormFrame api={api} act={<Trans>Book opening balance</Trans>} onCancel={onDone}>
      <Trans>For what was open before this business began to keep its books here. Enter each item by itself.</Trans>
      <Radio.Group label={t`What it is`} {...form.getInputProps("kind")}>
        <Stack gap="xs" mt="xs">
          <Radio value="debt" label={t`The customer owes it`} />
          <Radio value="credit" label={t`The customer paid it ahead`} />
        </Stack>
      </Radio.Group>
      <DecimalInput label={t`Amount`} unit={currency} {...form.getInputProps("amount")} />
      {form.values.kind === "debt" && (
        <TextInput
          type="date"
          label={t`Due (optional)`}
          description={t`By the customer's terms if left empty.`}
          {...form.getInputProps("due_date")}
        />
      )}
      <TextInput label={t`Reference (optional)`} maxLength={60} {...form.getInputProps("reference")} />
      <LocationField label={t`Booked at`} {...form.getInputProps("location")} />
    </FormFrame>
  );
}
