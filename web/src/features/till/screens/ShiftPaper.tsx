/** The X or Z report, on the screen and on paper alike. */
import { Trans, useLingui } from "@lingui/react/macro";
import { amount, dateTime, percent } from "@/lib/format";
import type { Shift, ShiftReport } from "../state/shift";
import { useTill } from "../state/till";
import { isNothing } from "./Paper";
import { isTold, useShiftWords } from "./shiftWords";
import classes from "./till.module.css";
import { useTillWords } from "./words";

type Row = readonly [name: string, figure: string];

export function ShiftPaper({ shift, report }: { shift: Shift; report: ShiftReport }) {
  const { t } = useLingui();
  const words = useTillWords();
  const shiftWords = useShiftWords();
  const shop = useTill((state) => state.memory?.settings);
  const currency = shop?.business.currency ?? "EUR";
  const zone = shop?.storefront.timezone;
  const cash = (value: string) => amount(value, currency);
  const less = (value: string) => (isNothing(value) ? cash(value) : `-${cash(value)}`);
  const { sales, drawer, refunds, voids, gift_cards: cards } = report;
  const sold: Row[] = [
    [t`Sales: ${sales.count}`, cash(sales.total)],
    [t`Tax within`, cash(sales.tax)],
    [t`Discounts given`, cash(sales.discount)],
    [t`Left on account`, cash(sales.on_credit)],
    ...(sales.offline ? [[t`Of these offline: ${sales.offline}`, ""] as const] : []),
    ...(refunds ? [[t`Refunds: ${refunds.count}`, cash(refunds.total)] as const] : []),
    ...(refunds?.count ? [[t`Tax within refunds`, cash(refunds.tax)] as const] : []),
    ...(voids ? [[t`Voided: ${voids.count}`, cash(voids.total)] as const] : []),
    ...(voids?.count ? [[t`Tax within voided sales`, cash(voids.tax)] as const] : []),
  ];
  const cardsSold: Row[] =
    cards && cards.count + cards.voided_count > 0
      ? [
          [t`Gift cards sold: ${cards.count}`, cash(cards.total)],
          ...(cards.voided_count
            ? [[t`Gift cards taken back: ${cards.voided_count}`, less(cards.voided)] as const]
            : []),
        ]
      : [];
  const taxes: Row[] = report.taxes.map((tax) => [
    t`Tax ${`${tax.code} ${percent(tax.rate)}`} of ${cash(tax.base)}`,
    cash(tax.tax),
  ]);
  const tenders: Row[] = report.tenders.flatMap((one) => [
    [`${words.method(one.method)} × ${one.count}`, cash(one.taken)] as const,
    ...(one.given_back_count ? [[t`${words.method(one.method)} given back`, less(one.given_back)] as const] : []),
  ]);
  const inDrawer: Row[] = [
    [t`Float`, cash(drawer.opening_float)],
    [t`Cash in`, cash(drawer.cash_in)],
    [t`Cash out`, less(drawer.cash_out)],
    ...Object.entries(drawer.expected)
      .filter(([method, expected]) => method === "CASH" || !isNothing(expected))
      .map(([method, expected]) => [t`${words.method(method)} expected`, cash(expected)] as const),
  ];
  const isZ = shift.z_number !== null;
  return (
    <article data-shift-paper className={classes.paper} aria-label={isZ ? t`Z report` : t`X report`}>
      <strong>{isZ ? t`Z report ${shift.z_number ?? ""}` : t`X report`}</strong>
      <div>
        {shop?.business.name} · {shop?.storefront.name} · {shop?.terminal?.code}
      </div>
      <div>
        {dateTime(shift.opened_at, zone)} – {shift.closed_at ? dateTime(shift.closed_at, zone) : t`open`}
      </div>
      <Section rows={sold} />
      <Section rows={cardsSold} />
      <Section rows={taxes} />
      <Section rows={tenders} />
      <Section rows={inDrawer} />
      {report.count?.filter(isTold).map((row) => (
        <div key={row.method}>{shiftWords.overOrShort(row)}</div>
      ))}
      {report.receipts.map((series) => (
        <div key={series.series}>{t`Receipts ${series.first} to ${series.last}`}</div>
      ))}
      {report.grand_total && (
        <div>
          <Trans>Sold at this till since its first shift</Trans>: {words.money(report.grand_total)}
        </div>
      )}
      {shift.seal && (
        <div className={classes.seal}>
          <Trans>Seal</Trans> {shift.seal}
        </div>
      )}
    </article>
  );
}

function Section({ rows }: { rows: readonly Row[] }) {
  if (!rows.length) return null;
  return (
    <>
      <hr />
      <table>
        <tbody>
          {rows.map(([name, figure]) => (
            <tr key={name}>
              <td>{name}</td>
              <td>{figure}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
