/** The business: what stands on its receipts, and the rules that all its places share. */
import { useLingui } from "@lingui/react/macro";
import { NumberInput, Select, Switch, Textarea, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { FormFrame } from "@/components/ui/FormFrame";
import { useApiForm } from "@/components/ui/form";
import { ProblemNotice } from "@/components/ui/Notice";
import { Page, Section } from "@/components/ui/Page";
import { toast } from "@/components/ui/toast";
import { Waiting } from "@/components/ui/Waiting";
import type { Schemas } from "@/lib/api";
import { useActKey } from "@/lib/keys";
import { businessQuery } from "@/lib/session";
import { changeBusiness } from "./api";

type Business = Schemas["Business"];

export default function BusinessPage() {
  const { t } = useLingui();
  const { data, error } = useQuery(businessQuery);
  return (
    <Page title={t`Business`} back={{ to: "/settings", label: t`Settings` }}>
      <ProblemNotice error={error} />
      {data ? (
        <Section>
          <BusinessForm business={data} />
        </Section>
      ) : (
        !error && <Waiting label={t`Loading the business`} />
      )}
    </Page>
  );
}

const currencies = Intl.supportedValuesOf("currency");
const plain = (value: string | undefined) => (value ?? "0").replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");

function BusinessForm({ business }: { business: Business }) {
  const { t } = useLingui();
  const cache = useQueryClient();
  const key = useActKey();
  const api = useApiForm({
    initial: {
      name: business.name,
      address: business.address ?? "",
      tax_number: business.tax_number ?? "",
      country: business.country ?? "",
      receipt_footer: business.receipt_footer ?? "",
      currency: business.currency ?? "EUR",
      prices_include_tax: business.prices_include_tax ?? true,
      price_policy: business.price_policy ?? "BEST_FOR_CUSTOMER",
      fallback_markup_percent: plain(business.fallback_markup_percent),
      cash_rounding_step: plain(business.cash_rounding_step),
      credit_grace_days: business.credit_grace_days ?? 0,
      return_days: business.return_days ?? 14,
      refund_limit: business.refund_limit ? plain(business.refund_limit) : "",
      reservation_minutes: business.reservation_minutes ?? 30,
      requires_shift: business.requires_shift ?? false,
    },
    validate: { name: (value: string) => (value.trim() ? null : t`Write the name of the business.`) },
    save: ({ currency, refund_limit, ...values }) => {
      const known = { ...values, refund_limit: refund_limit === "" ? null : refund_limit };
      const changes = business.currency_fixed ? known : { ...known, currency };
      return changeBusiness(changes, key(changes));
    },
    onSaved: (saved) => {
      key.done();
      cache.setQueryData(businessQuery.queryKey, saved);
      toast(t`The business is saved.`);
    },
  });
  const { form } = api;
  const field = form.getInputProps;
  return (
    <FormFrame api={api} act={t`Save business`}>
      <TextInput label={t`Name`} {...field("name")} />
      <Textarea label={t`Address (optional)`} autosize minRows={2} {...field("address")} />
      <TextInput label={t`Tax number (optional)`} {...field("tax_number")} />
      <TextInput label={t`Country, two letters (optional)`} maxLength={2} {...field("country")} />
      <Textarea
        label={t`Last lines of the receipt (optional)`}
        description={t`Thanks, opening hours, how to bring goods back`}
        autosize
        minRows={2}
        {...field("receipt_footer")}
      />
      <Select
        label={t`Currency`}
        data={currencies}
        searchable
        disabled={business.currency_fixed}
        description={business.currency_fixed ? t`It stays: amounts are booked in it already.` : undefined}
        {...field("currency")}
      />
      <Switch label={t`Prices are with tax`} {...form.getInputProps("prices_include_tax", { type: "checkbox" })} />
      <Select
        label={t`Which price counts when several apply`}
        allowDeselect={false}
        data={[
          { value: "BEST_FOR_CUSTOMER", label: t`The lowest` },
          { value: "STRICT_PRIORITY", label: t`The first in order: promotion, group, quantity, product` },
        ]}
        {...field("price_policy")}
      />
      <TextInput
        label={t`Markup on cost where there is no price`}
        inputMode="decimal"
        rightSection="%"
        {...field("fallback_markup_percent")}
      />
      <TextInput
        label={t`Smallest coin: cash totals are rounded to it`}
        description={t`0 means that nothing is rounded`}
        inputMode="decimal"
        {...field("cash_rounding_step")}
      />
      <NumberInput
        label={t`Days of grace before a debt counts as overdue`}
        min={0}
        allowDecimal={false}
        {...field("credit_grace_days")}
      />
      <NumberInput
        label={t`Days in which goods without a warranty may be brought back`}
        min={0}
        allowDecimal={false}
        {...field("return_days")}
      />
      <TextInput
        label={t`Refunds above this are approved by somebody else than who asks (optional)`}
        description={t`Empty means that who may approve refunds may also approve their own`}
        inputMode="decimal"
        {...field("refund_limit")}
      />
      <NumberInput
        label={t`Minutes for which a cart holds its stock`}
        min={1}
        allowDecimal={false}
        {...field("reservation_minutes")}
      />
      <Switch
        label={t`Tills sell only in an open shift`}
        description={t`The drawer is opened with its float, and counted when the shift is closed`}
        {...form.getInputProps("requires_shift", { type: "checkbox" })}
      />
    </FormFrame>
  );
}
