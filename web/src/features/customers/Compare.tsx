/** Two customers side by side. */
import { useLingui } from "@lingui/react/macro";
import { Section } from "@/components/ui/Page";
import { SimpleTable } from "@/components/ui/SimpleTable";
import { count, date, money } from "@/lib/format";
import { useCurrency } from "@/lib/session";
import type { Customer } from "./api";
import { CustomerStatus } from "./status";

export function Compare({ source, survivor }: { source: Customer; survivor: Customer }) {
  const { t } = useLingui();
  const currency = useCurrency();
  const row = (key: string, term: string, of: (customer: Customer) => React.ReactNode) => ({
    key,
    cells: [term, of(source) || "-", of(survivor) || "-"],
  });
  return (
    <Section title={t`Side by side`}>
      <SimpleTable
        label={t`Side by side`}
        head={[{ label: <span className="visually-hidden">{t`What`}</span> }, { label: t`Goes` }, { label: t`Stays` }]}
        rows={[
          { ...row("name", t`Name`, (one) => one.name), strong: true },
          row("code", t`Number`, (one) => one.code),
          row("phone", t`Phone`, (one) => one.phone),
          row("email", t`E-mail`, (one) => one.email),
          row("vat", t`Tax number`, (one) => one.vat_number),
          row("address", t`Address`, (one) => [one.address, one.city].filter(Boolean).join(", ")),
          row("owed", t`Owed`, (one) => money(one.outstanding_balance, currency)),
          row("limit", t`Credit limit`, (one) => money(one.credit_limit, currency)),
          row("sales", t`Purchases`, (one) => count(one.sales_count)),
          row("bought", t`Bought in all`, (one) => money(one.total_purchases, currency)),
          row("last", t`Last purchase`, (one) => (one.last_purchase_at ? date(one.last_purchase_at) : "")),
          row("since", t`Known since`, (one) => date(one.created_at)),
          row("status", t`Status`, (one) => <CustomerStatus customer={one} />),
        ]}
      />
    </Section>
  );
}
