/** Sales by hour: of a day, and thin and grey of the one it is compared with. Drawn by hand: two lines need no library. */
import { Trans, useLingui } from "@lingui/react/macro";
import type { Schemas } from "@/lib/api";
import { amount, money } from "@/lib/format";
import { ChartCard } from "./ChartCard";
import classes from "./charts.module.css";

type Hour = Schemas["Hour"];
const NOTHING: Omit<Hour, "hour"> = { sales_count: 0, gross: "0", before_count: 0, before_gross: "0" };

const WIDE = 640;
const HIGH = 200;
const FOOT = 24;
const HEAD = 28;

/** Only where a line goes on the screen; the figures themselves stay strings. */
const size = (value: string) => Math.max(0, Number.parseFloat(value));

interface Props {
  hours: readonly Hour[];
  currency: string;
  /** What the line and the one before it are called; without them today, and the same day last week. */
  now?: string;
  before?: string;
  nothing?: string;
  file?: string;
}

export function Hours({ hours, currency, now, before, nothing, file }: Props) {
  const { t } = useLingui();
  const open = span(hours);
  const best = open.reduce<Hour | undefined>(
    (most, hour) => (!most || size(hour.gross) > size(most.gross) ? hour : most),
    undefined,
  );
  const isEmpty = !open.some((hour) => size(hour.gross) > 0 || size(hour.before_gross) > 0);
  const told = (hour: Hour) => `${hour.hour}:00`;
  const summary = best ? t`Most was sold at ${told(best)}: ${money(best.gross, currency)}.` : t`Nothing was sold.`;
  return (
    <ChartCard
      title={t`Sales by hour`}
      summary={summary}
      {...(file && {
        file: { name: file, rows: open.map((hour) => [told(hour), hour.gross, hour.before_gross]) },
      })}
      head={[
        { label: t`Hour` },
        { label: now ? `${now} (${currency})` : t`Today (${currency})`, figure: true },
        { label: before ? `${before} (${currency})` : t`Last week (${currency})`, figure: true },
      ]}
      rows={
        isEmpty
          ? []
          : open.map((hour) => ({
              key: told(hour),
              cells: [told(hour), amount(hour.gross, currency), amount(hour.before_gross, currency)],
            }))
      }
    >
      {isEmpty ? (
        <p className={classes.quiet}>
          {nothing ?? <Trans>Nothing was sold today, and nothing on this day last week.</Trans>}
        </p>
      ) : (
        <>
          <Lines hours={open} best={best} currency={currency} />
          <p className={classes.legend}>
            <span className={classes.now}>{now ?? t`Today`}</span>
            <span className={classes.then}>{before ?? t`Same day last week`}</span>
          </p>
        </>
      )}
    </ChartCard>
  );
}

/**
 * From an hour before anything was sold to an hour after, those without a sale too: a line needs more than one point, and
 * a shop's first sale of the day is one.
 */
function span(hours: readonly Hour[]): readonly Hour[] {
  const busy = hours.filter((hour) => hour.sales_count > 0 || hour.before_count > 0).map((hour) => hour.hour);
  if (busy.length === 0) return [];
  const first = Math.max(Math.min(...busy) - 1, 0);
  const last = Math.min(Math.max(...busy) + 1, 23);
  const known = new Map(hours.map((hour) => [hour.hour, hour]));
  return Array.from({ length: last - first + 1 }, (_, at) => known.get(first + at) ?? { ...NOTHING, hour: first + at });
}

function Lines({ hours, best, currency }: { hours: readonly Hour[]; best: Hour | undefined; currency: string }) {
  const most = Math.max(...hours.flatMap((hour) => [size(hour.gross), size(hour.before_gross)]), 1);
  const x = (at: number) => (hours.length < 2 ? WIDE / 2 : 20 + (at * (WIDE - 40)) / (hours.length - 1));
  const y = (value: string) => HEAD + (1 - size(value) / most) * (HIGH - HEAD - FOOT);
  const path = (value: (hour: Hour) => string) =>
    hours.map((hour, at) => `${at === 0 ? "M" : "L"}${x(at).toFixed(1)} ${y(value(hour)).toFixed(1)}`).join(" ");
  const every = Math.ceil(hours.length / 8);
  const today = hours.filter((hour) => size(hour.gross) > 0);
  return (
    <svg viewBox={`0 0 ${WIDE} ${HIGH}`} className={classes.lines} aria-hidden="true">
      <line x1="0" x2={WIDE} y1={HIGH - FOOT} y2={HIGH - FOOT} className={classes.axis} />
      <path d={path((hour) => hour.before_gross)} className={classes.thenLine} />
      <path d={path((hour) => hour.gross)} className={classes.nowLine} />
      {today.map((hour) => (
        <circle key={hour.hour} cx={x(hours.indexOf(hour))} cy={y(hour.gross)} r="4" className={classes.dot} />
      ))}
      {best && size(best.gross) > 0 && (
        <text
          x={Math.min(Math.max(x(hours.indexOf(best)), 40), WIDE - 40)}
          y={y(best.gross) - 10}
          textAnchor="middle"
          className={classes.most}
        >
          {money(best.gross, currency)}
        </text>
      )}
      {hours.map((hour, at) =>
        at % every === 0 ? (
          <text key={hour.hour} x={x(at)} y={HIGH - 6} textAnchor="middle" className={classes.tick}>
            {hour.hour}:00
          </text>
        ) : null,
      )}
    </svg>
  );
}
