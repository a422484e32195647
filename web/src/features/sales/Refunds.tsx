/** What was given back of a sale, or waits to be. */
import { useLingui as useCatalog } from "@lingui/react";
import { useLingui } from "@lingui/react/macro";
import { Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { KINDS, REASONS, STATUSES } from "@/components/refunds/words";
import { ProblemNotice } from "@/components/ui/Notice";
import { Section } from "@/components/ui/Page";
import { SimpleTable } from "@/components/ui/SimpleTable";
import { StatusBadge } from "@/components/ui/StatusBadge";
import { Waiting } from "@/components/ui/Waiting";
import type { Schemas } from "@/lib/api";
import { amount, dateTime } from "@/lib/format";
import { refundsOfQuery } from "./api";

export function Refunds({ sale }: { sale: Schemas["Sale"] }) {
  const { t } = useLingui();
  const { i18n } = useCatalog();
  const { data, error } = useQuery(refundsOfQuery(sale.id));
  const status = (row: Schemas["Refund"]) => STATUSES[row.status ?? "PENDING"];
  return (
    <Section>
      <ProblemNotice error={error} />
      {!data && !error && <Waiting rows={2} label={t`Loading the refunds`} />}
      {data && data.results.length === 0 && <p>{t`Nothing of this sale was brought back.`}</p>}
      {data && data.results.length > 0 && (
        <SimpleTable
          label={t`Refunds`}
          head={[
            { label: t`Refund` },
            { label: t`Status` },
            { label: t`Reason` },
            { label: t`Amount (${sale.currency})`, figure: true },
          ]}
          rows={data.results.map((row) => ({
            key: row.id,
            cells: [
              <Anchor key="name" component={Link} to={`/sales/refunds/${row.id}`}>
                {row.refund_number ?? t`Asked for on ${dateTime(row.requested_at)}`}
              </Anchor>,
              <StatusBadge key="status" tone={status(row).tone}>
                {i18n._(status(row).words)}
              </StatusBadge>,
              row.kind === "VOID" ? i18n._(KINDS.VOID) : i18n._(REASONS[row.reason]),
              amount(row.amount, sale.currency),
            ],
          }))}
        />
      )}
    </Section>
  );
}
