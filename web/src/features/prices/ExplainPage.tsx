/** Why something costs what it costs: every way to a price, taken or not, with its reason. The question is in the address. */
import { useLingui as useWords } from "@lingui/react";
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { asQuery, type Query, useQueryState } from "@/components/list/state";
import { CustomerPick } from "@/components/pick/CustomerPick";
import { ProductPick } from "@/components/pick/ProductPick";
import { DecimalInput } from "@/components/ui/DecimalInput";
import { EmptyState } from "@/components/ui/EmptyState";
import { ProblemNotice } from "@/components/ui/Notice";
import { Page, Section, TwoColumns } from "@/components/ui/Page";
import { Waiting } from "@/components/ui/Waiting";
import { answer, desk } from "@/lib/api";
import { useLocations } from "@/lib/names";
import { asChoices } from "@/lib/reference";
import { useMay } from "@/lib/session";
import { ExplanationShown } from "./ExplanationShown";
import { inWords } from "./problems";
import { fromField, toField } from "./times";
import { SALE_TYPES } from "./words";

const ASKED = ["product", "customer", "quantity", "storefront", "type", "coupon", "at"] as const;

export default function ExplainPage() {
  const { t } = useLingui();
  const [query, change] = useQueryState();
  const asked = Object.fromEntries(ASKED.flatMap((name) => (query[name] ? [[name, query[name]]] : [])));
  const { data, error, isFetching } = useQuery({
    queryKey: ["explain", asked],
    queryFn: () => answer(desk.GET("/api/pricing/explain/", { params: { query: asQuery(asked) } })),
    enabled: Boolean(query.product),
    retry: false,
  });
  const product = data?.name;
  return (
    <Page
      title={product ? t`Why ${product} costs this` : t`Explain a price`}
      back={{ to: "/prices", label: t`Prices` }}
    >
      <TwoColumns
        aside={
          <Section title={t`The question`}>
            <Question
              key={data?.product ?? ""}
              query={query}
              chosen={data && { value: data.product, label: `${data.name} · ${data.sku}` }}
              onAsk={change}
            />
          </Section>
        }
      >
        <ProblemNotice error={inWords(error)} />
        {isFetching && !data && <Waiting rows={4} label={t`Working it out`} />}
        {data && <ExplanationShown found={data} />}
        {!query.product && (
          <Section>
            <EmptyState title={t`Which price?`}>
              <Trans>
                Choose a product, and if you like a customer, a quantity and a day: every price that was looked at is
                shown here with its reason.
              </Trans>
            </EmptyState>
          </Section>
        )}
      </TwoColumns>
    </Page>
  );
}

interface QuestionProps {
  query: Query;
  chosen: { value: string; label: string } | undefined;
  onAsk: (changes: Record<string, string | undefined>) => void;
}

function Question({ query, chosen, onAsk }: QuestionProps) {
  const { t } = useLingui();
  const { i18n } = useWords();
  const may = useMay();
  const places = useLocations().filter((place) => place.kind === "STOREFRONT");
  const [asked, setAsked] = useState<Query>({ ...query, quantity: query.quantity ?? "1" });
  const set = (name: string) => (value: string | null) => setAsked((now) => ({ ...now, [name]: value ?? "" }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onAsk(Object.fromEntries(ASKED.map((name) => [name, asked[name] || undefined])));
  };
  return (
    <form onSubmit={submit} style={{ display: "grid", gap: "var(--space-3)" }}>
      <ProductPick
        label={t`Product`}
        required
        value={asked.product || null}
        chosen={chosen}
        onChange={set("product")}
      />
      <DecimalInput label={t`Quantity`} value={asked.quantity} onChange={set("quantity")} />
      {may("customer.view") && (
        <CustomerPick label={t`Customer (optional)`} value={asked.customer || null} onChange={set("customer")} />
      )}
      {places.length > 1 && (
        <Select
          label={t`Place (optional)`}
          data={asChoices(places)}
          clearable
          value={asked.storefront || null}
          onChange={set("storefront")}
        />
      )}
      <Select
        label={t`Kind of sale`}
        allowDeselect={false}
        data={Object.entries(SALE_TYPES).map(([value, label]) => ({ value, label: i18n._(label) }))}
        value={asked.type || "RETAIL"}
        onChange={set("type")}
      />
      <TextInput
        label={t`When (optional)`}
        type="datetime-local"
        value={toField(asked.at)}
        onChange={(event) => set("at")(fromField(event.currentTarget.value))}
      />
      <TextInput
        label={t`Coupon (optional)`}
        value={asked.coupon ?? ""}
        onChange={(event) => set("coupon")(event.currentTarget.value.trim())}
      />
      <Button type="submit" disabled={!asked.product}>
        <Trans>Explain the price</Trans>
      </Button>
    </form>
  );
}
