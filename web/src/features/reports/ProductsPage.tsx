/** Products over a period: what was sold and came back, what it earned where the role shows it, beside the period before. */
import { useLingui } from "@lingui/react/macro";
import { Button, Group, Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Bars } from "@/components/charts/Bars";
import { ChartCard } from "@/components/charts/ChartCard";
import classes from "@/components/charts/charts.module.css";
import { csv, save } from "@/components/list/export";
import { useQueryState } from "@/components/list/state";
import { EmptyState } from "@/components/ui/EmptyState";
import { ProblemNotice } from "@/components/ui/Notice";
import { Figure, Figures, Page, Section } from "@/components/ui/Page";
import { SimpleTable } from "@/components/ui/SimpleTable";
import { Waiting } from "@/components/ui/Waiting";
import { amount, count, date, money, quantity, time } from "@/lib/format";
import { useLocations } from "@/lib/names";
import { type Products, productsQuery, type Row } from "./api";
import { isDay, periodBefore, shifted, sumOf, today, topAndRest, total } from "./rules";
import { useChangeWords } from "./words";

const TOP = 10;

export default function ProductsPage() {
  const { t } = useLingui();
  const [query, change] = useQueryState();
  const shops = useLocations().filter((one) => one.kind === "STOREFRONT");
  const now = today(new Date(), shops.find((one) => one.id === query.storefront)?.timezone ?? shops[0]?.timezone);
  const to = isDay(query.date_to) ? query.date_to : now;
  const from = isDay(query.date_from) ? query.date_from : shifted(to, -6);
  const place: Record<string, string> = query.storefront ? { storefront: query.storefront } : {};
  const report = useQuery(productsQuery({ ...place, date_from: from, date_to: to }));
  const then = useQuery(productsQuery({ ...place, ...periodBefore(from, to) }));
  const days = (length: number) => change({ date_from: shifted(now, 1 - length), date_to: now });
  const asOf = time(new Date(report.dataUpdatedAt).toISOString(), shops[0]?.timezone);
  return (
    <Page
      title={t`Products of a period`}
      beside={
        report.data && <span className={classes.asOf}>{t({ message: `as of ${asOf}`, context: "a time of day" })}</span>
      }
    >
      <Group gap="xs" align="end">
        {shops.length > 1 && (
          <Select
            label={t`Shop`}
            data={[{ value: "", label: t`All shops` }, ...shops.map((one) => ({ value: one.id, label: one.name }))]}
            value={query.storefront ?? ""}
            allowDeselect={false}
            onChange={(value) => change({ storefront: value || undefined })}
          />
        )}
        <TextInput
          type="date"
          label={t`From day`}
          value={from}
          onChange={(event) => isDay(event.currentTarget.value) && change({ date_from: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          label={t`To day`}
          value={to}
          onChange={(event) => isDay(event.currentTarget.value) && change({ date_to: event.currentTarget.value })}
        />
        <Button variant="default" size="sm" onClick={() => days(7)}>{t`7 days`}</Button>
        <Button variant="default" size="sm" onClick={() => days(30)}>{t`30 days`}</Button>
        <Button
          variant="default"
          size="sm"
          onClick={() => change({ date_from: `${now.slice(0, 8)}01`, date_to: now })}
        >{t`This month`}</Button>
      </Group>
      <ProblemNotice error={report.error} />
      {!report.data && !report.error && <Waiting rows={12} label={t`Loading the figures`} />}
      {report.data && report.data.products.length === 0 && (
        <EmptyState title={t`Nothing was sold in this period`}>
          {t`From ${date(from)} to ${date(to)} there is no sale and nothing that came back.`}
        </EmptyState>
      )}
      {report.data && report.data.products.length > 0 && (
        <Shown report={report.data} then={then.data} shop={query.storefront} />
      )}
    </Page>
  );
}

interface Props {
  report: Products;
  then: Products | undefined;
  shop: string | undefined;
}

function Shown({ report, then, shop }: Props) {
  const { t } = useLingui();
  const { currency, products } = report;
  const changed = useChangeWords(currency);
  const told = (value: string) => money(value, currency);
  const revenue = total(products.map((one) => one.revenue));
  const profit = sumOf(products, (one) => one.profit);
  const search = { date_from: report.date_from, date_to: report.date_to };
  const wasWhen = then && `${date(then.date_from)} – ${date(then.date_to)}`;
  const was = then && total(then.products.map((one) => one.revenue));
  return (
    <>
      <Figures>
        <Figure
          label={t`Sold`}
          value={told(revenue)}
          note={was !== undefined && wasWhen ? changed(was, revenue, wasWhen) : undefined}
          to="/sales"
          search={shop ? { ...search, storefront: shop } : search}
        />
        <Figure
          label={t`Given back`}
          value={told(total(products.map((one) => one.refunds)))}
          to="/sales/refunds"
          search={{ ...search, status: "PROCESSED", ...(shop && { location: shop }) }}
        />
        <Figure
          label={t`Without tax, less given back`}
          value={told(total(products.map((one) => one.net_revenue)))}
          note={report.count === 1 ? t`of 1 product` : t`of ${count(report.count)} products`}
        />
        {profit !== undefined && <Figure label={t`Profit`} value={told(profit)} />}
      </Figures>
      <div className={classes.grid}>
        <TopChart
          title={t`What sold best`}
          unit={t`Sold (${currency})`}
          rows={products}
          figure={(one) => one.revenue}
          currency={currency}
        />
        {profit !== undefined && (
          <TopChart
            title={t`What earned most`}
            unit={t`Profit (${currency})`}
            rows={products}
            figure={(one) => one.profit ?? "0"}
            currency={currency}
          />
        )}
      </div>
      <Everything report={report} />
    </>
  );
}

interface ChartProps {
  title: string;
  unit: string;
  rows: readonly Row[];
  figure: (row: Row) => string;
  currency: string;
}

/** The first ten by one figure, and the rest as one. */
function TopChart({ title, unit, rows, figure, currency }: ChartProps) {
  const { t } = useLingui();
  const { top, rest, restTotal } = topAndRest(rows, figure, TOP);
  const first = top[0];
  const others = rest === 1 ? t`1 other product` : t`${count(rest)} other products`;
  return (
    <ChartCard
      title={title}
      summary={first ? t`First is ${first.product__name}: ${money(figure(first), currency)}.` : t`Nothing was sold.`}
      head={[{ label: t`Product` }, { label: unit, figure: true }]}
      rows={top.map((one) => ({ key: one.product, cells: [one.product__name, amount(figure(one), currency)] }))}
      more={
        rest > 0 && (
          <p className={classes.quiet}>
            {others}: {money(restTotal, currency)}
          </p>
        )
      }
    >
      <Bars
        bars={top.map((one) => ({
          key: one.product,
          name: one.product__name,
          to: `/products/${one.product}`,
          size: figure(one),
          value: money(figure(one), currency),
        }))}
      />
    </ChartCard>
  );
}

interface Told {
  header: string;
  text: (row: Row) => string;
  shown: (row: Row) => string;
}

function Everything({ report }: { report: Products }) {
  const { t } = useLingui();
  const { currency, products } = report;
  const figure = (header: string, of: (row: Row) => string | null): Told => ({
    header: `${header} (${currency})`,
    text: (row) => of(row) ?? "",
    shown: (row) => (of(row) === null ? "-" : amount(of(row) ?? "0", currency)),
  });
  const units = (header: string, of: (row: Row) => string): Told => ({
    header,
    text: of,
    shown: (row) => quantity(of(row)),
  });
  const columns: Told[] = [
    { header: t`Sales`, text: (row) => String(row.sales), shown: (row) => count(row.sales) },
    units(t`Sold`, (row) => row.units_sold),
    figure(t`Sold`, (row) => row.revenue),
    units(t`Came back`, (row) => row.units_refunded),
    figure(t`Given back`, (row) => row.refunds),
    figure(t`Without tax`, (row) => row.net_revenue),
  ];
  if (products.some((row) => row.profit !== null)) {
    columns.push(
      figure(t`Cost`, (row) => row.cost),
      figure(t`Profit`, (row) => row.profit),
    );
  }
  const exported = () => {
    const told = [
      { header: t`Product`, text: (row: Row) => row.product__name },
      { header: t`SKU`, text: (row: Row) => row.sku },
      ...columns,
    ];
    const file = csv(
      told.map((one, at) => ({ id: String(at), header: one.header, cell: () => null, text: one.text })),
      products,
    );
    save(`products-${report.date_from}-${report.date_to}.csv`, file);
  };
  return (
    <Section
      title={t`All products`}
      actions={
        <Button variant="default" size="sm" onClick={exported}>
          {t`Export`}
        </Button>
      }
    >
      {report.count > products.length && (
        <p className={classes.quiet}>
          {t`These are the first ${count(products.length)} of ${count(report.count)}, by what was paid for them.`}
        </p>
      )}
      <SimpleTable
        label={t`All products`}
        head={[{ label: t`Product` }, ...columns.map((one) => ({ label: one.header, figure: true }))]}
        rows={products.map((row) => ({
          key: row.product,
          cells: [
            <Link key="name" to={`/products/${row.product}`} className={classes.barName}>
              {row.product__name}
            </Link>,
            ...columns.map((one) => one.shown(row)),
          ],
        }))}
      />
    </Section>
  );
}
