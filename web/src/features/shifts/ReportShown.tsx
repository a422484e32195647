/** The report of a shift, X or Z: tenders with what was counted, sales, taxes, numbers of receipts, what was given back. */
import { useLingui } from "@lingui/react/macro";
import { methodWords } from "@/components/tenders";
import { Fact, Facts, Section } from "@/components/ui/Page";
import { SimpleTable } from "@/components/ui/SimpleTable";
import { amount, count, money, percent } from "@/lib/format";
import type { Given, Report } from "./api";
import { differenceWords } from "./words";

interface Props {
  report: Report;
  currency: string;
}

export function ReportShown({ report, currency }: Props) {
  return (
    <>
      {report.drawer && <Tenders report={report} currency={currency} />}
      <Sold report={report} currency={currency} />
      <Taxes report={report} currency={currency} />
      {report.receipts.length > 0 && <Receipts report={report} />}
    </>
  );
}

/** By tender what was taken and given back, what should be there, what was counted, and what that says. */
function Tenders({ report, currency }: Props) {
  const { t } = useLingui();
  const figure = (value: string | null | undefined) => (value ? amount(value, currency) : "-");
  const taken = new Map(report.tenders.map((one) => [one.method, one]));
  const counted = new Map(report.count?.map((one) => [one.method, one]));
  const expected = report.drawer?.expected ?? {};
  const methods = [...new Set([...Object.keys(expected), ...counted.keys()])];
  const isClosed = report.count !== undefined;
  return (
    <Section title={t`By tender (${currency})`}>
      <SimpleTable
        label={t`By tender (${currency})`}
        head={[
          { label: t`Method` },
          { label: t`Expected`, figure: true },
          ...(isClosed ? [{ label: t`Counted`, figure: true }, { label: t`Difference` }] : []),
          { label: t`Taken`, figure: true },
          { label: t`Given back`, figure: true },
        ]}
        rows={methods.map((method) => {
          const line = counted.get(method);
          return {
            key: method,
            cells: [
              methodWords(method),
              figure(line?.expected ?? expected[method]),
              ...(isClosed ? [figure(line?.counted), differenceWords(line?.difference, currency)] : []),
              figure(taken.get(method)?.taken),
              figure(taken.get(method)?.given_back),
            ],
          };
        })}
      />
      {report.drawer && (
        <div style={{ marginBlockStart: "var(--space-3)" }}>
          <Facts>
            <Fact term={t`Float`}>{money(report.drawer.opening_float, currency)}</Fact>
            <Fact term={t`Cash put in`}>{money(report.drawer.cash_in, currency)}</Fact>
            <Fact term={t`Cash taken out`}>{money(report.drawer.cash_out, currency)}</Fact>
          </Facts>
        </div>
      )}
      <Pieces report={report} currency={currency} />
    </Section>
  );
}

/** The notes and coins of the count, the largest first. */
function Pieces({ report, currency }: Props) {
  const { t } = useLingui();
  const pieces = report.count?.find((line) => line.method === "CASH")?.pieces ?? {};
  const worths = Object.keys(pieces).sort((one, other) => Number(other) - Number(one));
  if (worths.length === 0) return null;
  return (
    <p>
      {t`Counted:`} {worths.map((worth) => `${count(pieces[worth] ?? 0)} × ${money(worth, currency)}`).join(", ")}
    </p>
  );
}

function Sold({ report, currency }: Props) {
  const { t } = useLingui();
  const { sales, refunds, voids, gift_cards: cards } = report;
  const told = (value: string) => money(value, currency);
  const given = (one: Given) => t`${count(one.count)}, together ${told(one.total)}, tax in it ${told(one.tax)}`;
  return (
    <Section title={t`Sold and given back`}>
      <Facts>
        <Fact term={t`Sales`}>{count(sales.count)}</Fact>
        <Fact term={t`Sold`}>{told(sales.total)}</Fact>
        <Fact term={t`Without tax`}>{told(sales.net)}</Fact>
        <Fact term={t`Tax`}>{told(sales.tax)}</Fact>
        <Fact term={t`Discounts`}>{told(sales.discount)}</Fact>
        <Fact term={t`Rounding for cash`}>{told(sales.rounding)}</Fact>
        <Fact term={t`Sold on account`}>{told(sales.on_credit)}</Fact>
        {sales.offline > 0 && <Fact term={t`Sold without a connection`}>{count(sales.offline)}</Fact>}
        {refunds && <Fact term={t`Refunds`}>{given(refunds)}</Fact>}
        {voids && <Fact term={t`Voided sales`}>{given(voids)}</Fact>}
        {cards && cards.count > 0 && (
          <Fact
            term={t`Gift cards sold, which are owed`}
          >{t`${count(cards.count)}, together ${told(cards.total)}`}</Fact>
        )}
        {cards && cards.voided_count > 0 && (
          <Fact term={t`Gift cards taken back`}>{t`${count(cards.voided_count)}, together ${told(cards.voided)}`}</Fact>
        )}
      </Facts>
    </Section>
  );
}

function Taxes({ report, currency }: Props) {
  const { t } = useLingui();
  if (report.taxes.length === 0) return null;
  return (
    <Section title={t`Taxes`}>
      <SimpleTable
        label={t`Taxes`}
        head={[
          { label: t`Tax` },
          { label: t`Rate`, figure: true },
          { label: t`On (${currency})`, figure: true },
          { label: t`Tax (${currency})`, figure: true },
        ]}
        rows={report.taxes.map((one) => ({
          key: `${one.code} ${one.rate}`,
          cells: [one.code, percent(one.rate), amount(one.base, currency), amount(one.tax, currency)],
        }))}
      />
    </Section>
  );
}

function Receipts({ report }: { report: Report }) {
  const { t } = useLingui();
  return (
    <Section title={t`Receipts`}>
      <SimpleTable
        label={t`Receipts`}
        head={[{ label: t`First` }, { label: t`Last` }, { label: t`How many`, figure: true }]}
        rows={report.receipts.map((one) => ({
          key: one.series,
          cells: [one.first, one.last, count(one.count)],
        }))}
      />
    </Section>
  );
}
