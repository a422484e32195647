/** How far deliveries and invoices may differ from what was ordered before somebody has to look. */
import { Trans, useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { send } from "@/components/documents/call";
import { plain, short } from "@/components/documents/figures";
import { FormFrame } from "@/components/ui/FormFrame";
import { useApiForm } from "@/components/ui/form";
import { ProblemNotice } from "@/components/ui/Notice";
import { Page } from "@/components/ui/Page";
import { toast } from "@/components/ui/toast";
import { Waiting } from "@/components/ui/Waiting";
import { answer, desk, type Schemas } from "@/lib/api";
import { useCurrency } from "@/lib/session";

type Settings = Schemas["PurchaseSettings"];
type Values = Settings & Record<string, unknown>;

const QUERY_KEY = ["purchase-settings"];

export default function SettingsPage() {
  const { t } = useLingui();
  const { data, error } = useQuery({
    queryKey: QUERY_KEY,
    queryFn: ({ signal }) => answer(desk.GET("/api/purchase-settings/", { signal })),
  });
  return (
    <Page title={t`Purchase settings`} back={{ to: "/purchasing", label: t`Order board` }}>
      {error && <ProblemNotice error={error} />}
      {!data && !error && <Waiting rows={4} label={t`Loading`} />}
      {data && <Form settings={data} />}
    </Page>
  );
}

function Form({ settings }: { settings: Settings }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const currency = useCurrency();
  const initial = Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, short(value)])) as Values;
  const isFigure = (value: string) => (plain(value) ? null : t`Write a figure, such as 5.`);
  const api = useApiForm<Values, Settings>({
    initial,
    validate: {
      over_delivery_percent: isFigure as never,
      quantity_tolerance_percent: isFigure as never,
      price_tolerance_percent: isFigure as never,
      price_tolerance_amount: isFigure as never,
    },
    save: (values, key) =>
      send<Settings>(
        "PATCH",
        "/api/purchase-settings/",
        key,
        Object.fromEntries(Object.entries(values).map(([name, value]) => [name, plain(String(value))])),
      ),
    onSaved: (saved) => {
      client.setQueryData(QUERY_KEY, saved);
      toast(t`Purchase settings are saved.`);
    },
  });
  const { form } = api;
  return (
    <FormFrame api={api} act={<Trans>Save purchase settings</Trans>}>
      <TextInput
        label={t`More may come than ordered, by`}
        rightSection="%"
        inputMode="decimal"
        {...form.getInputProps("over_delivery_percent")}
      />
      <TextInput
        label={t`More may be invoiced than received, by`}
        rightSection="%"
        inputMode="decimal"
        {...form.getInputProps("quantity_tolerance_percent")}
      />
      <TextInput
        label={t`A price may be above the ordered one, by`}
        rightSection="%"
        inputMode="decimal"
        {...form.getInputProps("price_tolerance_percent")}
      />
      <TextInput
        label={t`A price may be above the ordered one, by at most`}
        rightSection={currency}
        rightSectionWidth={56}
        inputMode="decimal"
        {...form.getInputProps("price_tolerance_amount")}
      />
    </FormFrame>
  );
}
