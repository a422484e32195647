/** Who a supplier is and what was bought of it. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Anchor, SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ProblemNotice } from "@/components/ui/Notice";
import { Fact, Facts, Section, TwoColumns } from "@/components/ui/Page";
import { SimpleTable } from "@/components/ui/SimpleTable";
import { Waiting } from "@/components/ui/Waiting";
import type { Schemas } from "@/lib/api";
import { count, date, money, percent, quantity } from "@/lib/format";
import { useCurrency, useMay } from "@/lib/session";
import { type Supplier, statisticsQuery } from "../api";

export function OverviewPart({ supplier }: { supplier: Supplier }) {
  const { t } = useLingui();
  const may = useMay();
  return (
    <TwoColumns
      aside={
        <>
          <Contact supplier={supplier} />
          <Terms supplier={supplier} />
        </>
      }
    >
      {(may("cost.view") || may("supplier.pay")) && <Bought id={supplier.id} />}
      {supplier.notes && (
        <Section title={t`Notes`}>
          <p style={{ whiteSpace: "pre-wrap", margin: 0 }}>{supplier.notes}</p>
        </Section>
      )}
    </TwoColumns>
  );
}

function Contact({ supplier }: { supplier: Supplier }) {
  const { t } = useLingui();
  const { phone, email, city, address } = supplier;
  return (
    <Section title={t`Contact`}>
      <Facts>
        <Fact term={t`Person`}>{supplier.contact_person || "-"}</Fact>
        <Fact term={t`Phone`}>{phone ? <Anchor href={`tel:${phone}`}>{phone}</Anchor> : "-"}</Fact>
        <Fact term={t`E-mail`}>{email ? <Anchor href={`mailto:${email}`}>{email}</Anchor> : "-"}</Fact>
        <Fact term={t`Address`}>{[address, city].filter(Boolean).join(", ") || "-"}</Fact>
        <Fact term={t`Tax number`}>{supplier.vat_number || "-"}</Fact>
      </Facts>
    </Section>
  );
}

function Terms({ supplier }: { supplier: Supplier }) {
  const { t } = useLingui();
  const { credit_limit } = supplier;
  return (
    <Section title={t`Terms`}>
      <Facts>
        <Fact term={t`We pay within`}>
          <Plural value={supplier.payment_days ?? 0} one="# day" other="# days" />
        </Fact>
        <Fact term={t`Delivers within`}>
          <Plural value={supplier.lead_time_days ?? 0} one="# day" other="# days" />
        </Fact>
        <Fact term={t`Currency`}>{supplier.currency}</Fact>
        <Fact term={t`Credit limit`}>{credit_limit ? money(credit_limit, supplier.currency) : t`None agreed`}</Fact>
        <Fact term={t`Known since`}>{date(supplier.created_at)}</Fact>
      </Facts>
    </Section>
  );
}

function Bought({ id }: { id: string }) {
  const { t } = useLingui();
  const [period, setPeriod] = useState("month");
  const { data, error } = useQuery(statisticsQuery(id, period));
  return (
    <Section
      title={t`Bought`}
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
      {data && <Figures found={data} />}
    </Section>
  );
}

function Figures({ found }: { found: Schemas["Statistics"] }) {
  const { t } = useLingui();
  const currency = useCurrency();
  const told = (amount: string | null) => (amount ? money(amount, currency) : "-");
  const { average_lead_time_days: lead, on_time_percent: onTime, last_delivery_date: last } = found;
  return (
    <>
      <Facts>
        <Fact term={t`Orders`}>{`${count(found.orders_count)} · ${told(found.orders_amount)}`}</Fact>
        <Fact term={t`Received`}>{`${count(found.receipts_count)} · ${told(found.received_amount)}`}</Fact>
        <Fact term={t`Sent back`}>{told(found.returned_amount)}</Fact>
        <Fact term={t`Average order`}>{told(found.average_order_amount)}</Fact>
        <Fact term={t`Came after`}>{lead ? t`${quantity(lead)} days on average` : "-"}</Fact>
        <Fact term={t`On time`}>{onTime ? percent(onTime) : "-"}</Fact>
        <Fact term={t`Last delivery`}>{last ? date(last) : "-"}</Fact>
      </Facts>
      {found.top_products.length > 0 ? (
        <div style={{ marginBlockStart: "var(--space-4)" }}>
          <SimpleTable
            label={t`Bought most`}
            head={[{ label: t`Bought most` }, { label: t`Quantity`, figure: true }, { label: t`Amount`, figure: true }]}
            rows={found.top_products.map((row) => ({
              key: row.product_id,
              cells: [`${row.name} · ${row.sku}`, quantity(row.quantity), told(row.amount)],
            }))}
          />
        </div>
      ) : (
        <p style={{ color: "var(--muted)", marginBlockEnd: 0 }}>
          <Trans>Nothing was received in this period.</Trans>
        </p>
      )}
    </>
  );
}
