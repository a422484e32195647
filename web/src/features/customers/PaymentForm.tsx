/** Takes money for what a customer owes: the oldest debts first, or those that the customer wants to pay. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Radio, Select, Stack, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import Big from "big.js";
import { LocationField, useLocationCheck } from "@/components/partners/LocationField";
import { DecimalInput } from "@/components/ui/DecimalInput";
import { FormFrame } from "@/components/ui/FormFrame";
import { useApiForm } from "@/components/ui/form";
import { toast } from "@/components/ui/toast";
import type { Schemas } from "@/lib/api";
import { isDecimal } from "@/lib/decimals";
import { money } from "@/lib/format";
import { useActKey } from "@/lib/keys";
import { useCurrency } from "@/lib/session";
import { Allocations, allocationsOf, chosenSum, isPayable } from "./Allocations";
import { useAmountCheck } from "./amounts";
import { type Customer, openItemsQuery, takePayment, useForget } from "./api";
import { METHODS, told as named } from "./words";

type Values = {
  amount: string;
  payment_method: string;
  tendered: string;
  transaction_reference: string;
  location: string;
  way: "oldest" | "chosen";
  parts: Record<string, string>;
};
const TAKEN = ["CASH", "CARD", "MOMO", "TRANSFER"] as const;

function bodyOf(values: Values): Schemas["CustomerPaymentBodyRequest"] {
  const { amount, payment_method, location, tendered, transaction_reference, way, parts } = values;
  const allocations = way === "chosen" ? allocationsOf(parts) : [];
  return {
    amount,
    payment_method: payment_method as (typeof TAKEN)[number],
    location,
    ...(payment_method === "CASH" && tendered ? { tendered } : {}),
    ...(transaction_reference.trim() ? { transaction_reference: transaction_reference.trim() } : {}),
    ...(allocations.length > 0 ? { allocations } : {}),
  };
}

export function PaymentForm({ customer, onDone }: { customer: Customer; onDone: () => void }) {
  const { t } = useLingui();
  const currency = useCurrency();
  const key = useActKey();
  const forget = useForget();
  const check = useAmountCheck();
  const items = useQuery(openItemsQuery(customer.id)).data ?? [];
  const owed = new Big(customer.outstanding_balance);
  const told = (amount: string) => money(amount, currency);
  const location = useLocationCheck();
  const api = useApiForm<Values, Schemas["TakenPayment"]>({
    initial: {
      amount: owed.gt(0) ? owed.toFixed(2) : "",
      payment_method: "CASH",
      tendered: "",
      transaction_reference: "",
      location: "",
      way: "oldest",
      parts: {},
    },
    validate: {
      location,
      amount: check,
      tendered: (value: string, { amount, payment_method }) =>
        payment_method === "CASH" && value && (!isDecimal(value) || (isDecimal(amount) && new Big(value).lt(amount)))
          ? t`At least the amount itself is handed over.`
          : null,
      parts: (parts: Values["parts"], { way, amount }) =>
        way === "chosen" && isDecimal(amount) && chosenSum(parts).gt(amount)
          ? t`The chosen sales come to more than the amount.`
          : null,
    },
    fieldOf: { TENDERED_TOO_LITTLE: "tendered", AMOUNT_TOO_PRECISE: "amount", ALLOCATION_TOO_LARGE: "parts" },
    save: (values) => {
      const body = bodyOf(values);
      return takePayment(customer.id, body, key(body));
    },
    onSaved: (taken) => {
      forget();
      onDone();
      toast(
        t`${told(taken.payment.amount_paid)} taken from ${customer.name}. Owed now: ${told(taken.outstanding_balance)}.`,
      );
    },
  });
  const { form } = api;
  const { values } = form;
  const payable = items.filter(isPayable);
  return (
    <FormFrame api={api} act={<Trans>Take payment</Trans>} onCancel={onDone}>
      <DecimalInput label={t`Amount`} unit={currency} data-autofocus {...form.getInputProps("amount")} />
      <KeptNote amount={values.amount} owed={owed} told={told} />
      <Select
        label={t`Paid by`}
        data={TAKEN.map((value) => ({ value, label: named(METHODS, value) }))}
        allowDeselect={false}
        {...form.getInputProps("payment_method")}
      />
      {values.payment_method === "CASH" ? (
        <Tendered {...form.getInputProps("tendered")} amount={values.amount} currency={currency} />
      ) : (
        <TextInput label={t`Reference (optional)`} maxLength={120} {...form.getInputProps("transaction_reference")} />
      )}
      <LocationField label={t`Taken at`} {...form.getInputProps("location")} />
      {payable.length > 0 && (
        <Radio.Group label={t`What it pays`} {...form.getInputProps("way")}>
          <Stack gap="xs" mt="xs">
            <Radio value="oldest" label={t`The oldest first`} />
            <Radio value="chosen" label={t`Chosen sales, then the oldest`} />
          </Stack>
        </Radio.Group>
      )}
      {values.way === "chosen" && (
        <Allocations
          items={payable}
          currency={currency}
          parts={values.parts}
          error={form.errors.parts}
          onChange={(parts) => form.setFieldValue("parts", parts)}
        />
      )}
    </FormFrame>
  );
}

function KeptNote({ amount, owed, told }: { amount: string; owed: Big; told: (amount: string) => string }) {
  if (!isDecimal(amount)) return null;
  const left = new Big(amount).minus(owed.lt(0) ? 0 : owed);
  if (!left.gt(0)) return null;
  const kept = told(left.toFixed());
  return (
    <div role="status">
      <Trans>{kept} is more than what is owed and stays as the customer's credit.</Trans>
    </div>
  );
}

interface TenderedProps {
  value?: string;
  onChange?: (value: string) => void;
  error?: React.ReactNode;
  amount: string;
  currency: string;
}

function Tendered({ amount, currency, ...input }: TenderedProps) {
  const { t } = useLingui();
  const given = input.value ?? "";
  const back = isDecimal(given) && isDecimal(amount) ? new Big(given).minus(amount) : new Big(0);
  return (
    <DecimalInput
      label={t`Handed over (optional)`}
      unit={currency}
      {...input}
      description={back.gt(0) ? t`Give back ${money(back.toFixed(), currency)}.` : undefined}
    />
  );
}
