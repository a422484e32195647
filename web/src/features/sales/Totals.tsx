/** The sums of all rows that a list's filters leave, and not of the page that is seen. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { Query } from "@/components/list/state";
import { Figure, Figures } from "@/components/ui/Page";
import { count, money } from "@/lib/format";
import { filtersOf, paymentTotalsQuery, saleTotalsQuery } from "./api";
import { methodWords } from "./words";

export function SaleTotals({ query }: { query: Query }) {
  const { t } = useLingui();
  const { data } = useQuery({ ...saleTotalsQuery(filtersOf(query)), placeholderData: (before) => before });
  const told = (value: string | undefined) => (data && value !== undefined ? money(value, data.currency) : "…");
  const rows = data?.count ?? 0;
  return (
    <Figures>
      <Figure
        label={t`Sold, in all of these`}
        value={told(data?.total_amount)}
        note={data ? <Plural value={rows} one="# sale" other={`${count(rows)} sales`} /> : "…"}
      />
      <Figure label={t`Tax in it`} value={told(data?.tax_amount)} />
      <Figure
        label={t`Discounts and promotions`}
        value={told(data?.reduced_amount)}
        note={
          <Trans>
            on lines {told(data?.line_discount_amount)}, on whole sales {told(data?.discount_amount)}, by promotions on
            baskets {told(data?.promotion_amount)}
          </Trans>
        }
      />
      <Figure label={t`Still owed`} value={told(data?.amount_due)} />
    </Figures>
  );
}

export function PaymentTotals({ query }: { query: Query }) {
  const { t } = useLingui();
  const { data } = useQuery({ ...paymentTotalsQuery(filtersOf(query)), placeholderData: (before) => before });
  const told = (value: string | undefined) => (data && value !== undefined ? money(value, data.currency) : "…");
  const rows = data?.count ?? 0;
  return (
    <Figures>
      <Figure
        label={t`Taken, in all of these`}
        value={told(data?.taken)}
        note={
          data ? <Plural value={rows} one="# payment in or out" other={`${count(rows)} payments in and out`} /> : "…"
        }
      />
      <Figure label={t`Given back`} value={told(data?.given_back)} />
      {(data?.methods ?? []).map((method) => (
        <Figure
          key={method.payment_method}
          label={methodWords(method.payment_method)}
          value={told(method.taken)}
          note={/[1-9]/.test(method.given_back) ? t`given back ${told(method.given_back)}` : undefined}
        />
      ))}
    </Figures>
  );
}
