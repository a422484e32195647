/** How people paid today: one stacked bar, and its figures under it, each the way to its rows. */
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui as useCatalog } from "@lingui/react";
import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import { Section } from "@/components/ui/Page";
import type { Schemas } from "@/lib/api";
import { money } from "@/lib/format";
import { inCents } from "./bars";
import classes from "./Home.module.css";

type Tender = Schemas["Tender"];

const NAMES: Readonly<Record<string, MessageDescriptor>> = {
  CASH: msg`Cash`,
  CARD: msg`Card`,
  MOMO: msg`Mobile money`,
  TRANSFER: msg`Bank transfer`,
  GIFT_CARD: msg`Gift card`,
  STORE_CREDIT: msg`Store credit`,
  LOYALTY: msg`Loyalty points`,
  CREDIT: msg`On account`,
};
const PARTS = ["a", "b", "c", "d", "e"] as const;

interface Props {
  tenders: readonly Tender[];
  currency: string;
  search: Record<string, string>;
}

export function Tenders({ tenders, currency, search }: Props) {
  const { t } = useLingui();
  const { i18n } = useCatalog();
  const name = (tender: Tender) => {
    const words = NAMES[tender.payment_method];
    return words ? i18n._(words) : tender.payment_method;
  };
  const part = (at: number) => PARTS[Math.min(at, PARTS.length - 1)];
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
          <div className={classes.stack} aria-hidden>
            {tenders.map(
              (tender, at) =>
                inCents(tender.amount) > 0 && (
                  <span key={tender.payment_method} data-part={part(at)} style={{ flexGrow: inCents(tender.amount) }} />
                ),
            )}
          </div>
          <ul className={classes.shares}>
            {tenders.map((tender, at) => (
              <li key={tender.payment_method}>
                <span data-part={part(at)} className={classes.swatch} aria-hidden />
                <Link
                  to="/sales/payments"
                  search={{ ...search, payment_method: tender.payment_method } as never}
                  className={classes.barName}
                >
                  {name(tender)}
                </Link>
                <span className={classes.barValue}>{money(tender.amount, currency)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}
