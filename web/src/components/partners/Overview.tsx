/** What the overviews of customers and suppliers share: how they are reached, notes, figures of a period. */
import { useLingui } from "@lingui/react/macro";
import { Anchor, SegmentedControl } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { Fact, Facts, Section } from "@/components/ui/Page";
import { SimpleTable } from "@/components/ui/SimpleTable";
import { money, quantity } from "@/lib/format";
import { useCurrency } from "@/lib/session";

interface Reached {
  contact_person?: string;
  phone?: string;
  email?: string;
  city?: string;
  address?: string;
  vat_number?: string;
}

export function ContactSection({ of }: { of: Reached }) {
  const { t } = useLingui();
  const { phone, email, city, address } = of;
  return (
    <Section title={t`Contact`}>
      <Facts>
        <Fact term={t`Person`}>{of.contact_person || "-"}</Fact>
        <Fact term={t`Phone`}>{phone ? <Anchor href={`tel:${phone}`}>{phone}</Anchor> : "-"}</Fact>
        <Fact term={t`E-mail`}>{email ? <Anchor href={`mailto:${email}`}>{email}</Anchor> : "-"}</Fact>
        <Fact term={t`Address`}>{[address, city].filter(Boolean).join(", ") || "-"}</Fact>
        <Fact term={t`Tax number`}>{of.vat_number || "-"}</Fact>
      </Facts>
    </Section>
  );
}

export function NotesSection({ text }: { text: string | undefined }) {
  const { t } = useLingui();
  if (!text) return null;
  return (
    <Section title={t`Notes`}>
      <p style={{ whiteSpace: "pre-wrap", margin: 0 }}>{text}</p>
    </Section>
  );
}

/** A section over the days that are chosen in its head. */
export function PeriodSection({ title, children }: { title: string; children: (period: string) => ReactNode }) {
  const { t } = useLingui();
  const [period, setPeriod] = useState("month");
  return (
    <Section
      title={title}
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
      {children(period)}
    </Section>
  );
}

interface TopProduct {
  product_id: string;
  name: string;
  sku: string;
  quantity: string;
  amount: string | null;
}

/** What was bought most, or that nothing was. */
export function TopProducts({ rows, nothing }: { rows: readonly TopProduct[]; nothing: ReactNode }) {
  const { t } = useLingui();
  const currency = useCurrency();
  if (rows.length === 0) return <p style={{ color: "var(--muted)", marginBlockEnd: 0 }}>{nothing}</p>;
  return (
    <div style={{ marginBlockStart: "var(--space-4)" }}>
      <SimpleTable
        label={t`Bought most`}
        head={[{ label: t`Bought most` }, { label: t`Quantity`, figure: true }, { label: t`Amount`, figure: true }]}
        rows={rows.map((row) => ({
          key: row.product_id,
          cells: [`${row.name} · ${row.sku}`, quantity(row.quantity), row.amount ? money(row.amount, currency) : "-"],
        }))}
      />
    </div>
  );
}
