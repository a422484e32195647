/** How people paid today: one stacked bar, and its figures under it, each the way to its rows. */
import { Trans, useLingui } from "@lingui/react/macro";
import classes from "@/components/charts/charts.module.css";
import { Stack } from "@/components/charts/Stack";
import { methodColour, methodWords } from "@/components/tenders";
import { Section } from "@/components/ui/Page";
import type { Schemas } from "@/lib/api";
import { money } from "@/lib/format";

type Tender = Schemas["Tender"];

interface Props {
  tenders: readonly Tender[];
  currency: string;
  search: Record<string, string>;
}

export function Tenders({ tenders, currency, search }: Props) {
  const { t } = useLingui();
  return (
    <Section title={t`How people paid today`}>
      {tenders.length === 0 ? (
        <p className={classes.quiet}>
          <Trans>Nothing was taken today.</Trans>
        </p>
      ) : (
        <>
          <p className={classes.counted}>
            <Trans>The money that was taken today, for old debts too. What was sold on account is not in it.</Trans>
          </p>
          <Stack
            parts={tenders.map((tender) => ({
              key: tender.payment_method,
              name: methodWords(tender.payment_method),
              colour: methodColour(tender.payment_method),
              size: tender.amount,
              value: money(tender.amount, currency),
              to: "/sales/payments",
              search: { ...search, payment_method: tender.payment_method },
            }))}
          />
        </>
      )}
    </Section>
  );
}
