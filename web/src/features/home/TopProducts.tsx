/** What sold best in seven days, as bars from zero with the values at their ends. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Bars } from "@/components/charts/Bars";
import { ChartCard } from "@/components/charts/ChartCard";
import classes from "@/components/charts/charts.module.css";
import type { Schemas } from "@/lib/api";
import { amount, money, quantity } from "@/lib/format";

type Best = Schemas["BestProduct"];

export function TopProducts({ products, currency }: { products: readonly Best[]; currency: string }) {
  const { t } = useLingui();
  const first = products[0];
  const summary = first ? t`${first.name} sold best: ${money(first.gross, currency)}.` : t`Nothing was sold.`;
  return (
    <ChartCard
      title={t`Best products, seven days`}
      summary={summary}
      head={[
        { label: t`Product` },
        { label: t`Quantity`, figure: true },
        { label: t`Sold (${currency})`, figure: true },
      ]}
      rows={products.map((one) => ({
        key: one.product,
        cells: [one.name, quantity(one.quantity), amount(one.gross, currency)],
      }))}
    >
      {first ? (
        <Bars
          bars={products.map((one) => ({
            key: one.product,
            name: one.name,
            to: `/products/${one.product}`,
            size: one.gross,
            value: money(one.gross, currency),
          }))}
        />
      ) : (
        <p className={classes.quiet}>
          <Trans>Nothing was sold in the last seven days.</Trans>
        </p>
      )}
    </ChartCard>
  );
}
