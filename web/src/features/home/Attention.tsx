/** What runs out, what expires, and who owes for how long. What the role does not show is not there. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { inCents } from "@/components/charts/bars";
import classes from "@/components/charts/charts.module.css";
import { Section } from "@/components/ui/Page";
import { SimpleTable } from "@/components/ui/SimpleTable";
import type { Schemas } from "@/lib/api";
import { count, date, money, quantity } from "@/lib/format";

type Dashboard = Schemas["BusinessDashboard"];
type Lines = Schemas["StockList"];

export function Attention({ data }: { data: Dashboard }) {
  const { t } = useLingui();
  return (
    <>
      {data.low_stock && (
        <StockCard
          title={t`Running out`}
          list={data.low_stock}
          to="/stock/low"
          all={<ShowAll of={data.low_stock.count} />}
          column={t`Order at`}
          value={(row) => (row.reorder_point ? quantity(row.reorder_point) : "-")}
          nothing={t`Nothing is below its reorder point.`}
        />
      )}
      {data.expiring && (
        <StockCard
          title={t`Expiring`}
          list={data.expiring}
          to="/stock/expiry"
          all={<ShowBatches of={data.expiring.count} />}
          column={t`Expires`}
          value={(row) => (row.expires_on ? date(row.expires_on) : "-")}
          nothing={t`Nothing expires soon.`}
        />
      )}
      {data.owed && <Owed owed={data.owed} currency={data.currency} />}
    </>
  );
}

const ShowAll = ({ of }: { of: number }) => (
  <Plural value={of} one="Show # product" other={`Show all ${count(of)} products`} />
);
/** Each batch has a day of its own, so a product may be there more than once. */
const ShowBatches = ({ of }: { of: number }) => (
  <Plural value={of} one="Show # batch" other={`Show all ${count(of)} batches`} />
);

interface StockProps {
  title: string;
  list: Lines;
  to: string;
  /** The way to all of them, by their number and what they are. */
  all: ReactNode;
  column: string;
  value: (row: Schemas["StockLine"]) => string;
  nothing: string;
}

function StockCard({ title, list, to, all, column, value, nothing }: StockProps) {
  const { t } = useLingui();
  return (
    <Section
      title={title}
      actions={
        list.count > 0 && (
          <Link to={to} className={classes.all}>
            {all}
          </Link>
        )
      }
    >
      {list.rows.length === 0 ? (
        <p className={classes.quiet}>{nothing}</p>
      ) : (
        <SimpleTable
          label={title}
          head={[{ label: t`Product` }, { label: t`Here`, figure: true }, { label: column, figure: true }]}
          rows={list.rows.map((row, at) => ({
            key: `${row.product} ${at}`,
            cells: [
              <Link key="name" to={`/products/${row.product}`} className={classes.barName}>
                {row.name}
              </Link>,
              quantity(row.quantity),
              value(row),
            ],
          }))}
        />
      )}
    </Section>
  );
}

/** Five steps of lightness, each with its words: who can't tell them apart reads the list. */
function Owed({ owed, currency }: { owed: Schemas["Aging"]; currency: string }) {
  const { t } = useLingui();
  const parts = [
    { key: "not_due", words: t`Not due yet`, value: owed.not_due },
    { key: "1", words: t`1 to 30 days late`, value: owed.days_1_30 },
    { key: "2", words: t`31 to 60 days late`, value: owed.days_31_60 },
    { key: "3", words: t`61 to 90 days late`, value: owed.days_61_90 },
    { key: "4", words: t`Over 90 days late`, value: owed.days_over_90 },
  ];
  return (
    <Section
      title={t`What customers owe`}
      actions={
        <Link to="/customers/aging" className={classes.all}>
          <Trans>Show who owes</Trans>
        </Link>
      }
    >
      <p className={classes.total}>{money(owed.total, currency)}</p>
      <div className={classes.stack} aria-hidden>
        {parts.map(
          (part, at) =>
            inCents(part.value) > 0 && <span key={part.key} data-step={at} style={{ flexGrow: inCents(part.value) }} />,
        )}
      </div>
      <ul className={classes.shares}>
        {parts.map((part, at) => (
          <li key={part.key}>
            <span data-step={at} className={classes.swatch} aria-hidden />
            <span>{part.words}</span>
            <span className={classes.barValue}>{money(part.value, currency)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
