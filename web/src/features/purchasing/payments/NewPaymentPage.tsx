/** A payment to a supplier, and the invoices that it settles. */
import { Trans, useLingui } from "@lingui/react/macro";
import { NativeSelect, Select, TextInput } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { send } from "@/components/documents/call";
import { plain, sum } from "@/components/documents/figures";
import { loadSuppliers, useLocationChoices } from "@/components/documents/refs";
import { FormFrame } from "@/components/ui/FormFrame";
import { useApiForm } from "@/components/ui/form";
import { Page } from "@/components/ui/Page";
import { Pick } from "@/components/ui/Pick";
import { money } from "@/lib/format";
import { useActKey } from "@/lib/keys";
import { PAYMENTS, type Payment } from "../kinds";
import { useMethods } from "../methods";
import { allocationsOf, OpenInvoices, type Settled, useOpenInvoices } from "../OpenInvoices";

interface Values extends Record<string, unknown> {
  supplier: string | null;
  location: string;
  amount: string;
  method: string;
  reference: string;
  paid_on: string;
}

export default function NewPaymentPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const places = useLocationChoices();
  const methods = useMethods();
  const search = useSearch({ strict: false }) as { supplier?: string };
  const key = useActKey();
  const [settled, setSettled] = useState<Settled>({});
  const api = useApiForm<Values, Payment>({
    initial: {
      supplier: search.supplier ?? null,
      location: "",
      amount: "",
      method: "BANK_TRANSFER",
      reference: "",
      paid_on: "",
    },
    validate: {
      supplier: (value: never) => (value ? null : t`Choose the supplier.`),
      location: (value: never) => (value ? null : t`Choose the place that pays.`),
      amount: (value: never) => (plain(value) ? null : t`Write the amount, such as 120.50.`),
    },
    save: ({ paid_on, amount, ...rest }) =>
      send<Payment>("POST", PAYMENTS.path, key, {
        ...rest,
        amount: plain(amount),
        ...(paid_on && { paid_on }),
        ...(allocationsOf(settled).length > 0 && { allocations: allocationsOf(settled) }),
      }),
    onSaved: (saved) => navigate({ to: `${PAYMENTS.home}/${saved.id}` }),
  });
  const { form } = api;
  const invoices = useOpenInvoices(form.values.supplier);
  const [first] = invoices;
  const owed = first ? money(sum(invoices.map((one) => one.open_amount)), first.currency) : "";
  return (
    <Page title={t`New payment`} back={{ to: PAYMENTS.home, label: t`Supplier payments` }}>
      <FormFrame api={api} act={<Trans>Book payment</Trans>}>
        <Pick
          kind="suppliers"
          label={t`Supplier`}
          load={loadSuppliers}
          value={form.values.supplier}
          error={form.errors.supplier}
          {...(first && { chosen: { value: first.supplier, label: first.supplier_name } })}
          key={first && search.supplier ? "known" : "unknown"}
          onChange={(value) => {
            form.setFieldValue("supplier", value);
            setSettled({});
          }}
        />
        <Select label={t`Place that pays`} data={places} {...form.getInputProps("location")} />
        <TextInput
          label={t`Amount`}
          inputMode="decimal"
          description={owed && t`Open invoices: ${owed}`}
          {...form.getInputProps("amount")}
        />
        <NativeSelect
          label={t`How`}
          data={Object.entries(methods).map(([value, label]) => ({ value, label }))}
          {...form.getInputProps("method")}
        />
        <TextInput label={t`Reference (optional)`} {...form.getInputProps("reference")} />
        <TextInput type="date" label={t`Paid on (optional)`} {...form.getInputProps("paid_on")} />
        {form.values.supplier && (
          <div>
            <p style={{ marginBlock: "0 8px" }}>
              <Trans>Without amounts here, what is due first is settled first.</Trans>
            </p>
            <OpenInvoices invoices={invoices} settled={settled} onChange={setSettled} />
          </div>
        )}
      </FormFrame>
    </Page>
  );
}
