/** Changes what a customer owes by hand: which way, how much, and why. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Radio, Stack, Textarea, TextInput } from "@mantine/core";
import Big from "big.js";
import { LocationField, useLocationCheck } from "@/components/partners/LocationField";
import { DecimalInput } from "@/components/ui/DecimalInput";
import { FormFrame } from "@/components/ui/FormFrame";
import { useApiForm } from "@/components/ui/form";
import { toast } from "@/components/ui/toast";
import { isDecimal } from "@/lib/decimals";
import { money } from "@/lib/format";
import { useActKey } from "@/lib/keys";
import { useCurrency } from "@/lib/session";
import { useAmountCheck } from "./amounts";
import { adjustCredit, type Customer, useForget } from "./api";

type Values = { type: "ADD" | "DEDUCT"; amount: string; reason: string; due_date: string; location: string };

export function AdjustForm({ customer, onDone }: { customer: Customer; onDone: () => void }) {
  const { t } = useLingui();
  const currency = useCurrency();
  const key = useActKey();
  const forget = useForget();
  const amount = useAmountCheck();
  const location = useLocationCheck();
  const api = useApiForm<Values, unknown>({
    initial: { type: "ADD", amount: "", reason: "", due_date: "", location: "" },
    validate: {
      location,
      amount,
      reason: (value: string) => (value.trim() ? null : t`Write why, so that it can be followed.`),
    },
    fieldOf: { COMMENT_REQUIRED: "reason", AMOUNT_TOO_PRECISE: "amount", DUE_BEFORE_START: "due_date" },
    save: ({ due_date, ...values }) => {
      const body = { ...values, ...(values.type === "DEDUCT" && due_date ? { due_date } : {}) };
      return adjustCredit(customer.id, body, key(body));
    },
    onSaved: () => {
      forget();
      onDone();
      toast(t`What ${customer.name} owes is adjusted.`);
    },
  });
  const { form } = api;
  const sign = form.values.type === "ADD" ? -1 : 1;
  const typed = isDecimal(form.values.amount) ? new Big(form.values.amount).times(sign) : new Big(0);
  const before = money(customer.outstanding_balance, currency);
  const after = money(new Big(customer.outstanding_balance).plus(typed).toFixed(), currency);
  return (
    <FormFrame api={api} act={<Trans>Adjust credit</Trans>} onCancel={onDone}>
      <Radio.Group label={t`What changes`} {...form.getInputProps("type")}>
        <Stack gap="xs" mt="xs">
          <Radio value="ADD" label={t`Add credit: the customer owes less`} />
          <Radio value="DEDUCT" label={t`Deduct credit: the customer owes more`} />
        </Stack>
      </Radio.Group>
      <DecimalInput label={t`Amount`} unit={currency} {...form.getInputProps("amount")} />
      {form.values.type === "DEDUCT" && (
        <TextInput
          type="date"
          label={t`Due (optional)`}
          description={t`By the customer's terms if left empty.`}
          {...form.getInputProps("due_date")}
        />
      )}
      <Textarea label={t`Reason`} maxLength={400} autosize minRows={2} {...form.getInputProps("reason")} />
      <LocationField label={t`Booked at`} {...form.getInputProps("location")} />
      <div role="status">
        <Trans>
          Owed now {before}, afterwards {after}.
        </Trans>
      </div>
    </FormFrame>
  );
}
