/** How a sale was paid. */
import { useLingui as useCatalog } from "@lingui/react";
import { Trans, useLingui } from "@lingui/react/macro";
import { Section } from "@/components/ui/Page";
import { SimpleTable } from "@/components/ui/SimpleTable";
import { StatusBadge } from "@/components/ui/StatusBadge";
import type { Schemas } from "@/lib/api";
import { amount, date, money } from "@/lib/format";
import { isNothing } from "./SaleLines";
import { methodWords, PAYMENT_STATUSES } from "./words";

export function Payments({ sale }: { sale: Schemas["Sale"] }) {
  const { t } = useLingui();
  const { i18n } = useCatalog();
  const figure = (value: string) => amount(value, sale.currency);
  const owed = money(sale.amount_due, sale.currency);
  return (
    <Section>
      {sale.payments.length > 0 && (
        <SimpleTable
          label={t`Payments`}
          head={[
            { label: t`Method` },
            { label: t`Status` },
            { label: t`Given (${sale.currency})`, figure: true },
            { label: t`Change (${sale.currency})`, figure: true },
            { label: t`Paid (${sale.currency})`, figure: true },
          ]}
          rows={sale.payments.map((one) => ({
            key: one.id,
            cells: [
              <>
                {methodWords(one.payment_method)}
                {one.transaction_reference && <div>{one.transaction_reference}</div>}
                {one.phone_number && <div>{one.phone_number}</div>}
              </>,
              <StatusBadge key="status" tone={PAYMENT_STATUSES[one.status].tone}>
                {i18n._(PAYMENT_STATUSES[one.status].words)}
              </StatusBadge>,
              figure(one.tendered),
              figure(one.change),
              figure(one.amount_paid),
            ],
          }))}
        />
      )}
      {!isNothing(sale.amount_due) && (
        <p>
          {sale.due_date ? (
            <Trans>
              {owed} is owed on account, due {date(sale.due_date)}.
            </Trans>
          ) : (
            <Trans>{owed} is owed on account.</Trans>
          )}
        </p>
      )}
      {sale.payments.length === 0 && isNothing(sale.amount_due) && (
        <p>
          <Trans>There was nothing to pay.</Trans>
        </p>
      )}
    </Section>
  );
}
