/** What sold best in seven days, as bars from zero with the values at their ends. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import type { Schemas } from "@/lib/api";
import { amount, money, quantity } from "@/lib/format";
import { ChartCard } from "./Card";
import classes from "./Home.module.css";

type Best = Schemas["BestProduct"];

const share = (value: string, most: string) => {
  const part = Number.parseFloat(value) / Math.max(Number.parseFloat(most), 0.000001);
  return `${Math.max(0, Math.min(1, part)) * 100}%`;
};

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
        <ol className={classes.bars}>
          {products.map((one) => (
            <li key={one.product}>
              <Link to={`/products/${one.product}`} className={classes.barName}>
                {one.name}
              </Link>
              <span className={classes.barValue}>{money(one.gross, currency)}</span>
              <span className={classes.track}>
                <span className={classes.bar} style={{ inlineSize: share(one.gross, first.gross) }} />
              </span>
            </li>
          ))}
        </ol>
      ) : (
        <p className={classes.quiet}>
          <Trans>Nothing was sold in the last seven days.</Trans>
        </p>
      )}
    </ChartCard>
  );
}
