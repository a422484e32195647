/** A shop's business day: what was sold and given back, when, how people paid, and what sold best; beside a week before. */
import { useLingui } from "@lingui/react/macro";
import { ActionIcon, Select, TextInput } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Bars } from "@/components/charts/Bars";
import { ChartCard } from "@/components/charts/ChartCard";
import classes from "@/components/charts/charts.module.css";
import { Hours } from "@/components/charts/Hours";
import { Stack } from "@/components/charts/Stack";
import { useQueryState } from "@/components/list/state";
import { methodColour, methodWords } from "@/components/tenders";
import { EmptyState } from "@/components/ui/EmptyState";
import { ProblemNotice } from "@/components/ui/Notice";
import { Figure, Figures, Page } from "@/components/ui/Page";
import { Waiting } from "@/components/ui/Waiting";
import { amount, count, date, money, quantity, time } from "@/lib/format";
import { useLocations } from "@/lib/names";
import { type Day, dayQuery } from "./api";
import { isDay, shifted, sideBySide, today } from "./rules";
import { useChangeWords } from "./words";

export default function DayPage() {
  const { t } = useLingui();
  const [query, change] = useQueryState();
  const shops = useLocations().filter((one) => one.kind === "STOREFRONT");
  const shop = shops.find((one) => one.id === query.storefront) ?? shops[0];
  const now = today(new Date(), shop?.timezone);
  const day = isDay(query.date) ? query.date : now;
  const asked: Record<string, string> = shop ? { storefront: shop.id, date: day } : {};
  const report = useQuery({ ...dayQuery(asked), enabled: shop !== undefined });
  const then = useQuery({ ...dayQuery({ ...asked, date: shifted(day, -7) }), enabled: shop !== undefined });
  const go = (to: string) => change({ date: to === now ? undefined : to });
  const asOf = time(new Date(report.dataUpdatedAt).toISOString(), shop?.timezone);
  return (
    <Page
      title={t`A shop's day`}
      beside={
        <span className={classes.asOf}>
          {date(day)}
          {day === now && report.data && ` · ${t({ message: `as of ${asOf}`, context: "a time of day" })}`}
        </span>
      }
      actions={
        <>
          {shops.length > 1 && (
            <Select
              aria-label={t`Shop`}
              data={shops.map((one) => ({ value: one.id, label: one.name }))}
              value={shop?.id ?? null}
              allowDeselect={false}
              onChange={(storefront) => change({ storefront: storefront ?? undefined })}
            />
          )}
          <ActionIcon variant="default" size={36} aria-label={t`Day before`} onClick={() => go(shifted(day, -1))}>
            <IconChevronLeft size={18} className="mirrored" />
          </ActionIcon>
          <TextInput
            type="date"
            aria-label={t`Day`}
            value={day}
            max={now}
            onChange={(event) => isDay(event.currentTarget.value) && go(event.currentTarget.value)}
          />
          <ActionIcon
            variant="default"
            size={36}
            aria-label={t`Day after`}
            disabled={day >= now}
            onClick={() => go(shifted(day, 1))}
          >
            <IconChevronRight size={18} className="mirrored" />
          </ActionIcon>
        </>
      }
    >
      <ProblemNotice error={report.error} />
      {!report.data && !report.error && <Waiting rows={12} label={t`Loading the figures`} />}
      {report.data && shop && <Shown report={report.data} then={then.data} day={day} shop={shop.id} />}
    </Page>
  );
}

interface Props {
  report: Day;
  then: Day | undefined;
  day: string;
  shop: string;
}

function Shown({ report, then, day, shop }: Props) {
  const { t } = useLingui();
  const { summary, currency } = report;
  const told = (value: string) => money(value, currency);
  const rows = { date_from: day, date_to: day };
  const changed = useChangeWords(currency);
  const wasWhen = date(shifted(day, -7));
  if (summary.transaction_count === 0 && summary.refund_count === 0) {
    return (
      <EmptyState title={t`Nothing was sold on this day`}>
        {then && then.summary.transaction_count > 0 && t`On ${wasWhen} it was ${told(then.summary.total_sales)}.`}
      </EmptyState>
    );
  }
  return (
    <>
      <Figures>
        <Figure
          label={t`Sold`}
          value={told(summary.total_sales)}
          note={then && changed(then.summary.total_sales, summary.total_sales, wasWhen)}
          to="/sales"
          search={{ ...rows, storefront: shop }}
        />
        <Figure
          label={t`Given back`}
          value={told(summary.total_refunds)}
          note={summary.refund_count === 1 ? t`1 refund` : t`${count(summary.refund_count)} refunds`}
          to="/sales/refunds"
          search={{ ...rows, location: shop, status: "PROCESSED" }}
        />
        <Figure
          label={t`Sold less given back`}
          value={told(summary.net_sales)}
          note={t`tax in sales ${told(summary.tax)}`}
        />
        <Figure
          label={t`Average sale`}
          value={summary.avg_transaction === null ? "-" : told(summary.avg_transaction)}
          note={summary.transaction_count === 1 ? t`of 1 sale` : t`of ${count(summary.transaction_count)} sales`}
        />
      </Figures>
      <div className={classes.grid}>
        <Hours
          hours={sideBySide(report.by_hour, then?.by_hour ?? [])}
          currency={currency}
          now={date(day)}
          before={wasWhen}
          nothing={t`Nothing was sold on either day.`}
          file={`hours-${day}.csv`}
        />
        <Tenders report={report} day={day} shop={shop} />
        <Best report={report} day={day} />
      </div>
    </>
  );
}

function Tenders({ report, day, shop }: Omit<Props, "then">) {
  const { t } = useLingui();
  const { currency, summary } = report;
  const credit = { method: "CREDIT", count: 0, sales: summary.credit_sales, refunds: "0" };
  const tenders = /[1-9]/.test(summary.credit_sales) ? [...report.tenders, credit] : report.tenders;
  const most = [...tenders].sort((one, other) => Number.parseFloat(other.sales) - Number.parseFloat(one.sales))[0];
  const search = { date_from: day, date_to: day, storefront: shop };
  return (
    <ChartCard
      title={t`How people paid`}
      summary={
        most ? t`Most was paid by ${methodWords(most.method)}: ${money(most.sales, currency)}.` : t`Nothing was sold.`
      }
      head={[
        { label: t`Method` },
        { label: t`Payments`, figure: true },
        { label: t`Paid (${currency})`, figure: true },
        { label: t`Given back (${currency})`, figure: true },
      ]}
      rows={tenders.map((one) => ({
        key: one.method,
        cells: [methodWords(one.method), count(one.count), amount(one.sales, currency), amount(one.refunds, currency)],
      }))}
      file={{
        name: `tenders-${day}.csv`,
        rows: tenders.map((one) => [methodWords(one.method), String(one.count), one.sales, one.refunds]),
      }}
    >
      <Stack
        parts={tenders.map((one) => ({
          key: one.method,
          name: methodWords(one.method),
          colour: methodColour(one.method),
          size: one.sales,
          value: money(one.sales, currency),
          to: one.method === "CREDIT" ? "/sales" : "/sales/payments",
          search:
            one.method === "CREDIT" ? { ...search, on_credit: "true" } : { ...search, payment_method: one.method },
        }))}
      />
    </ChartCard>
  );
}

function Best({ report, day }: { report: Day; day: string }) {
  const { t } = useLingui();
  const { currency } = report;
  const first = report.top_products[0];
  return (
    <ChartCard
      title={t`Best products`}
      summary={first ? t`${first.product__name} sold best: ${money(first.revenue, currency)}.` : t`Nothing was sold.`}
      head={[
        { label: t`Product` },
        { label: t`Quantity`, figure: true },
        { label: t`Sold (${currency})`, figure: true },
      ]}
      rows={report.top_products.map((one) => ({
        key: one.product,
        cells: [one.product__name, quantity(one.units_sold), amount(one.revenue, currency)],
      }))}
      file={{
        name: `products-${day}.csv`,
        rows: report.top_products.map((one) => [one.product__name, one.units_sold, one.revenue]),
      }}
    >
      <Bars
        bars={report.top_products.map((one) => ({
          key: one.product,
          name: one.product__name,
          to: `/products/${one.product}`,
          size: one.revenue,
          value: money(one.revenue, currency),
        }))}
      />
    </ChartCard>
  );
}
