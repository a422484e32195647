/** The four figures over all customers, each the way to the rows that make it. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Figure, Figures } from "@/components/ui/Page";
import { count, money } from "@/lib/format";
import { metricsQuery } from "./api";

export const ACTIVE_DAYS = 30;

export function Metrics({ currency }: { currency: string }) {
  const { t } = useLingui();
  const { data } = useQuery(metricsQuery);
  const average = data?.average_purchase_value;
  return (
    <Figures>
      <Figure label={t`Customers`} value={data ? count(data.total_customers) : "…"} to="/customers" search={{}} />
      <Figure
        label={t`Active customers`}
        value={data ? count(data.active_customers) : "…"}
        note={<Trans>bought in the last 30 days</Trans>}
        to="/customers"
        search={{ active_days: String(ACTIVE_DAYS) }}
      />
      <Figure
        label={t`Credit outstanding`}
        value={data ? money(data.total_outstanding_credit, currency) : "…"}
        note={<Trans>owed by customers</Trans>}
        to="/customers"
        search={{ owing: "true", ordering: "-outstanding_balance" }}
      />
      <Figure
        label={t`Average purchase`}
        value={data ? (average ? money(average, currency) : "-") : "…"}
        note={data && <Plural value={data.purchases_count} one="of # purchase" other="of # purchases" />}
        to="/customers"
        search={{ ordering: "-total_purchases" }}
      />
    </Figures>
  );
}
