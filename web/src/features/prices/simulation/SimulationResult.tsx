/** Before and after: in a sentence, in figures, by day, by product; and what the draft meets. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button, Table } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { reasonWords, sourceWords } from "@/components/prices/words";
import { Notice } from "@/components/ui/Notice";
import { Section } from "@/components/ui/Page";
import { changePercent, minus } from "@/lib/decimals";
import { amount, count, date, money, percent, quantity } from "@/lib/format";
import type { Simulation } from "../api";

const DayChart = lazy(() => import("./DayChart"));

export function SimulationResult({ found }: { found: Simulation }) {
  const { t } = useLingui();
  const difference = minus(found.after.revenue, found.before.revenue);
  const figure = money(difference.replace("-", ""), found.currency);
  const share = changePercent(found.before.revenue, found.after.revenue);
  const inPercent = share === undefined ? "" : ` (${percent(share)})`;
  const sales = count(found.sales_read);
  const affected = count(found.sales_affected);
  if (found.lines_affected === 0) {
    return (
      <Notice kind="info">
        <Plural
          value={found.sales_read}
          one="It would have changed nothing in the # sale of that time."
          other="It would have changed nothing in the # sales of that time."
        />
        <NotApplied found={found} />
      </Notice>
    );
  }
  return (
    <>
      <Notice kind={difference.startsWith("-") ? "warning" : "done"}>
        {difference.startsWith("-")
          ? t`${affected} of ${sales} sales would have been cheaper: ${figure} less revenue${inPercent}, with the same quantities.`
          : t`${affected} of ${sales} sales would have changed: ${figure} more revenue${inPercent}, with the same quantities.`}
      </Notice>
      {!found.is_complete && (
        <Notice kind="info">
          <Trans>There were more sales than are worked out at once: these are the newest.</Trans>
        </Notice>
      )}
      <Section title={t`Before and after (${found.currency}, without tax)`}>
        <FiguresTable found={found} />
      </Section>
      <Days found={found} />
      <Section title={t`Products that change most`}>
        <ProductTable found={found} />
      </Section>
      {found.conflicts.length > 0 && (
        <Section title={t`What it meets`}>
          <Conflicts found={found} />
        </Section>
      )}
      {found.not_applied.length > 0 && (
        <Section title={t`Where it does not apply`}>
          <NotApplied found={found} />
        </Section>
      )}
    </>
  );
}

function FiguresTable({ found }: { found: Simulation }) {
  const { t } = useLingui();
  const { before, after, currency } = found;
  const rows: [string, string | undefined, string | undefined][] = [
    [t`Revenue`, before.revenue, after.revenue],
    [t`Discounts`, before.discount, after.discount],
    [t`Cost`, before.cost, after.cost],
    [t`Profit`, before.profit, after.profit],
  ];
  return (
    <Table.ScrollContainer type="native" tabIndex={0} minWidth={420}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>
              <span className="visually-hidden">{t`Figure`}</span>
            </Table.Th>
            <Table.Th className="figure">{t`Before`}</Table.Th>
            <Table.Th className="figure">{t`After`}</Table.Th>
            <Table.Th className="figure">{t({ message: "Change", context: "a difference" })}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(([label, was, is]) =>
            was === undefined || is === undefined ? null : (
              <Table.Tr key={label}>
                <Table.Th scope="row" fw={400}>
                  {label}
                </Table.Th>
                <Table.Td className="figure">{amount(was, currency)}</Table.Td>
                <Table.Td className="figure">{amount(is, currency)}</Table.Td>
                <Table.Td className="figure">{amount(minus(is, was), currency)}</Table.Td>
              </Table.Tr>
            ),
          )}
          {before.margin !== undefined && after.margin !== undefined && (
            <Table.Tr>
              <Table.Th scope="row" fw={400}>{t`Margin`}</Table.Th>
              <Table.Td className="figure">{percent(before.margin)}</Table.Td>
              <Table.Td className="figure">{percent(after.margin)}</Table.Td>
              <Table.Td className="figure">{percent(minus(after.margin, before.margin))}</Table.Td>
            </Table.Tr>
          )}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Days({ found }: { found: Simulation }) {
  const { t } = useLingui();
  const [asTable, setAsTable] = useState(false);
  if (found.by_day.length < 2) return null;
  return (
    <Section
      title={t`Revenue by day (${found.currency})`}
      actions={
        <Button size="xs" variant="subtle" onClick={() => setAsTable(!asTable)}>
          {asTable ? <Trans>As chart</Trans> : <Trans>As table</Trans>}
        </Button>
      }
    >
      {asTable ? (
        <Table.ScrollContainer type="native" tabIndex={0} minWidth={320}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t`Day`}</Table.Th>
                <Table.Th className="figure">{t`Before`}</Table.Th>
                <Table.Th className="figure">{t`After`}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {found.by_day.map((day) => (
                <Table.Tr key={day.date}>
                  <Table.Td>{date(day.date)}</Table.Td>
                  <Table.Td className="figure">{amount(day.before.revenue, found.currency)}</Table.Td>
                  <Table.Td className="figure">{amount(day.after.revenue, found.currency)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      ) : (
        <Suspense fallback={<div style={{ height: "16rem" }} />}>
          <DayChart found={found} />
        </Suspense>
      )}
    </Section>
  );
}

function ProductTable({ found }: { found: Simulation }) {
  const { t } = useLingui();
  const seesCosts = found.before.margin !== undefined;
  return (
    <Table.ScrollContainer type="native" tabIndex={0} minWidth={520}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t`Product`}</Table.Th>
            <Table.Th className="figure">{t`Sold`}</Table.Th>
            <Table.Th className="figure">{t`Before`}</Table.Th>
            <Table.Th className="figure">{t`After`}</Table.Th>
            {seesCosts && <Table.Th className="figure">{t`Margin before`}</Table.Th>}
            {seesCosts && <Table.Th className="figure">{t`Margin after`}</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {found.products.map((row) => (
            <Table.Tr key={row.product}>
              <Table.Td>{row.name}</Table.Td>
              <Table.Td className="figure">{quantity(row.units)}</Table.Td>
              <Table.Td className="figure">{amount(row.before.revenue, found.currency)}</Table.Td>
              <Table.Td className="figure">{amount(row.after.revenue, found.currency)}</Table.Td>
              {seesCosts && <Table.Td className="figure">{percent(row.before.margin ?? "0")}</Table.Td>}
              {seesCosts && <Table.Td className="figure">{percent(row.after.margin ?? "0")}</Table.Td>}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Conflicts({ found }: { found: Simulation }) {
  return (
    <ul style={{ margin: 0, paddingInlineStart: "1.25rem" }}>
      {found.conflicts.map((row) => {
        const name = row.reference && row.label ? row.label : sourceWords(row.source);
        const beaten = count(row.beaten);
        const beats = count(row.beats);
        return (
          <li key={`${row.source} ${row.reference}`}>
            <Trans>
              {name}: gives way on {beaten} lines, stands before it on {beats} lines.
            </Trans>
          </li>
        );
      })}
    </ul>
  );
}

function NotApplied({ found }: { found: Simulation }) {
  return (
    <ul style={{ margin: 0, paddingInlineStart: "1.25rem" }}>
      {found.not_applied.map((row) => (
        <li key={row.reason}>
          {reasonWords(row.reason)} <Plural value={row.lines} one="(# line)" other="(# lines)" />
        </li>
      ))}
    </ul>
  );
}
