/** Who a customer is and what they bought: facts, contacts, figures of a period. */
import { useLingui as useRuntime } from "@lingui/react";
import { Trans, useLingui } from "@lingui/react/macro";
import { Anchor, SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ProblemNotice } from "@/components/ui/Notice";
import { Fact, Facts, Section, TwoColumns } from "@/components/ui/Page";
import { SimpleTable } from "@/components/ui/SimpleTable";
import { Waiting } from "@/components/ui/Waiting";
import type { Schemas } from "@/lib/api";
import { count, date, money, percent, quantity } from "@/lib/format";
import { usePriceGroups } from "@/lib/reference";
import { useCurrency } from "@/lib/session";
import { type Customer, statisticsQuery } from "../api";
import { CATEGORIES, SALE_TYPES, TYPES } from "../words";

export function OverviewPart({ customer }: { customer: Customer }) {
  return (
    <TwoColumns
      aside={
        <>
          <Contacts customer={customer} />
          <Terms customer={customer} />
        </>
      }
    >
      <Statistics id={customer.id} />
      {customer.notes && <Notes text={customer.notes} />}
    </TwoColumns>
  );
}

function Notes({ text }: { text: string }) {
  const { t } = useLingui();
  return (
    <Section title={t`Notes`}>
      <p style={{ whiteSpace: "pre-wrap", margin: 0 }}>{text}</p>
    </Section>
  );
}

function Contacts({ customer }: { customer: Customer }) {
  const { t } = useLingui();
  const { phone, email, city, address } = customer;
  return (
    <Section title={t`Contact`}>
      <Facts>
        <Fact term={t`Person`}>{customer.contact_person || "-"}</Fact>
        <Fact term={t`Phone`}>{phone ? <Anchor href={`tel:${phone}`}>{phone}</Anchor> : "-"}</Fact>
        <Fact term={t`E-mail`}>{email ? <Anchor href={`mailto:${email}`}>{email}</Anchor> : "-"}</Fact>
        <Fact term={t`Address`}>{[address, city].filter(Boolean).join(", ") || "-"}</Fact>
        <Fact term={t`Tax number`}>{customer.vat_number || "-"}</Fact>
      </Facts>
    </Section>
  );
}

function Terms({ customer }: { customer: Customer }) {
  const { t } = useLingui();
  const { i18n } = useRuntime();
  const currency = useCurrency();
  const groups = usePriceGroups();
  const told = (words: typeof TYPES, value: string | undefined) =>
    words[value ?? ""] ? i18n._(words[value ?? ""] ?? "") : "-";
  const days = customer.payment_delay_days;
  return (
    <Section title={t`Terms`}>
      <Facts>
        <Fact term={t`Kind`}>{told(TYPES, customer.type)}</Fact>
        <Fact term={t`Buys at`}>{told(SALE_TYPES, customer.customer_type)}</Fact>
        <Fact term={t`Category`}>{told(CATEGORIES, customer.category)}</Fact>
        <Fact term={t`Price group`}>{groups.find((one) => one.id === customer.price_group)?.name ?? "-"}</Fact>
        <Fact term={t`Discount`}>{percent(customer.effective_discount)}</Fact>
        <Fact term={t`Credit limit`}>{money(customer.credit_limit, currency)}</Fact>
        <Fact term={t`Pays within`}>{t`${count(days)} days`}</Fact>
        <Fact term={t`Tax`}>{customer.is_tax_exempt ? t`Exempt` : t`As usual`}</Fact>
        <Fact term={t`Known since`}>{date(customer.created_at)}</Fact>
      </Facts>
    </Section>
  );
}

function Statistics({ id }: { id: string }) {
  const { t } = useLingui();
  const currency = useCurrency();
  const [period, setPeriod] = useState("month");
  const { data, error } = useQuery(statisticsQuery(id, period));
  const average = data?.average_sale_amount;
  return (
    <Section
      title={t`Purchases`}
      actions={
        <SegmentedControl
          size="sm"
          aria-label={t`Period`}
          value={period}
          onChange={setPeriod}
          data={[
            { value: "week", label: t`7 days` },
            { value: "month", label: t`30 days` },
            { value: "quarter", label: t`91 days` },
            { value: "year", label: t`Year` },
          ]}
        />
      }
    >
      <ProblemNotice error={error} />
      {!data && !error && <Waiting label={t`Loading the statistics`} />}
      {data && (
        <>
          <Facts>
            <Fact term={t`Sales`}>{count(data.sales_count)}</Fact>
            <Fact term={t`Bought for`}>{money(data.sales_amount, currency)}</Fact>
            <Fact term={t`Average sale`}>{average ? money(average, currency) : "-"}</Fact>
            <Fact term={t`Bought in all`}>{money(data.in_all.total_purchases, currency)}</Fact>
            <Fact term={t`Last purchase`}>{data.last_purchase_date ? date(data.last_purchase_date) : "-"}</Fact>
          </Facts>
          <TopProducts rows={data.top_products} />
        </>
      )}
    </Section>
  );
}

function TopProducts({ rows }: { rows: Schemas["TopProduct"][] }) {
  const { t } = useLingui();
  const currency = useCurrency();
  if (rows.length === 0) {
    return (
      <p style={{ color: "var(--muted)", marginBlockEnd: 0 }}>
        <Trans>Nothing was bought in this period.</Trans>
      </p>
    );
  }
  return (
    <div style={{ marginBlockStart: "var(--space-4)" }}>
      <SimpleTable
        label={t`Bought most`}
        head={[{ label: t`Bought most` }, { label: t`Quantity`, figure: true }, { label: t`Amount`, figure: true }]}
        rows={rows.map((row) => ({
          key: row.product_id,
          cells: [`${row.name} · ${row.sku}`, quantity(row.quantity), money(row.amount, currency)],
        }))}
      />
    </div>
  );
}
