/** How the business is doing: today, this week and this month beside the ones before, and what wants attention. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Select } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import classes from "@/components/charts/charts.module.css";
import { Hours } from "@/components/charts/Hours";
import { asQuery, useQueryState } from "@/components/list/state";
import { EmptyState } from "@/components/ui/EmptyState";
import { ProblemNotice } from "@/components/ui/Notice";
import { Figure, Figures, Page } from "@/components/ui/Page";
import { Waiting } from "@/components/ui/Waiting";
import { answer, desk, type Schemas } from "@/lib/api";
import { count, money, percent, time } from "@/lib/format";
import { useLocations } from "@/lib/names";
import { useMay } from "@/lib/session";
import { Attention } from "./Attention";
import { days } from "./days";
import { Tenders } from "./Tenders";
import { TopProducts } from "./TopProducts";

type Dashboard = Schemas["BusinessDashboard"];
type Compared = Schemas["Compared"];

const MINUTE = 60_000;

export default function HomePage() {
  const { t } = useLingui();
  const may = useMay();
  const [query, change] = useQueryState();
  const places = useLocations().filter((one) => one.kind === "STOREFRONT");
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ["dashboard", query.location],
    queryFn: ({ signal }) =>
      answer(desk.GET("/api/dashboard/", { params: { query: asQuery({ location: query.location }) }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: MINUTE,
    enabled: may("sale.view"),
  });
  if (!may("sale.view")) {
    return (
      <Page title={t`Home`}>
        <EmptyState title={t`Choose an area from the menu`}>
          <Trans>The figures of sales are not for your role.</Trans>
        </EmptyState>
      </Page>
    );
  }
  const zone = places.find((one) => one.id === query.location)?.timezone ?? places[0]?.timezone;
  return (
    <Page
      title={t`Home`}
      beside={
        data && (
          <span className={classes.asOf}>
            {t({ message: `as of ${time(data.as_of, zone)}`, context: "a time of day" })}
          </span>
        )
      }
      actions={
        places.length > 1 && (
          <Select
            aria-label={t`Shop`}
            data={[{ value: "", label: t`All shops` }, ...places.map((one) => ({ value: one.id, label: one.name }))]}
            value={query.location ?? ""}
            allowDeselect={false}
            onChange={(location) => change({ location: location || undefined })}
          />
        )
      }
    >
      <ProblemNotice
        error={error}
        actions={
          <Button size="sm" variant="default" onClick={() => refetch()}>
            <Trans>Try again</Trans>
          </Button>
        }
      />
      {isPending && !error && <Waiting rows={12} label={t`Loading the figures`} />}
      {data && <Shown data={data} zone={zone} />}
    </Page>
  );
}

function Shown({ data, zone }: { data: Dashboard; zone: string | undefined }) {
  const { t } = useLingui();
  const range = days(data.as_of, zone);
  const place = data.location ? { storefront: data.location } : {};
  const search = (from: string) => ({ date_from: from, date_to: range.today, ...place }) as Record<string, string>;
  return (
    <>
      <Figures>
        <Period
          label={t`Today`}
          before={t`the same day last week by this hour`}
          compared={data.today}
          currency={data.currency}
          search={search(range.today)}
        />
        <Period
          label={t`This week`}
          before={t`last week by this hour`}
          compared={data.week}
          currency={data.currency}
          search={search(range.week)}
        />
        <Period
          label={t`This month`}
          before={t`last month by this day and hour`}
          compared={data.month}
          currency={data.currency}
          search={search(range.month)}
        />
      </Figures>
      <div className={classes.grid}>
        <Hours hours={data.hours} currency={data.currency} />
        <Tenders tenders={data.tenders} currency={data.currency} search={search(range.today)} />
        <TopProducts products={data.top_products} currency={data.currency} />
        <Attention data={data} />
      </div>
    </>
  );
}

interface PeriodProps {
  label: string;
  before: string;
  compared: Compared;
  currency: string;
  search: Record<string, string>;
}

function Period({ label, before, compared, currency, search }: PeriodProps) {
  const { t } = useLingui();
  const { current, before: then, change_percent: change } = compared;
  const was = money(then.gross, currency);
  const told = () => {
    if (change === null) return t`nothing was sold ${before}`;
    if (change.startsWith("-")) return t`${percent(change.slice(1))} less than ${before} (${was})`;
    return /[1-9]/.test(change) ? t`${percent(change)} more than ${before} (${was})` : t`as much as ${before}`;
  };
  const basket = current.average ? t`${money(current.average, currency)} a sale` : undefined;
  const margin = current.margin_percent ? t`margin ${percent(current.margin_percent)}` : undefined;
  const sales = current.sales_count === 1 ? t`1 sale` : t`${count(current.sales_count)} sales`;
  return (
    <Figure
      label={label}
      value={money(current.gross, currency)}
      note={
        <>
          <span className={classes.line}>{told()}</span>
          <span className={classes.line}>{[sales, basket, margin].filter(Boolean).join(" · ")}</span>
        </>
      }
      to="/sales"
      search={search}
    />
  );
}
