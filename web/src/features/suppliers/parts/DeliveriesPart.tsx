/** What came from a supplier in the last 90 days, newest first. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { EmptyState } from "@/components/ui/EmptyState";
import { ProblemNotice } from "@/components/ui/Notice";
import { Section } from "@/components/ui/Page";
import { SimpleTable } from "@/components/ui/SimpleTable";
import { Waiting } from "@/components/ui/Waiting";
import { count, date, money } from "@/lib/format";
import { useLocations } from "@/lib/names";
import { useCurrency } from "@/lib/session";
import { deliveriesQuery } from "../api";

export function DeliveriesPart({ id }: { id: string }) {
  const { t } = useLingui();
  const currency = useCurrency();
  const places = useLocations();
  const { data, error } = useQuery(deliveriesQuery(id));
  const place = (wanted: string) => places.find((one) => one.id === wanted)?.name ?? wanted;
  return (
    <Section title={t`Deliveries of the last 90 days`}>
      <ProblemNotice error={error} />
      {!data && !error && <Waiting label={t`Loading the deliveries`} />}
      {data?.length === 0 && (
        <EmptyState title={t`No deliveries`}>
          <Trans>Goods that were received from this supplier in the last 90 days are listed here.</Trans>
        </EmptyState>
      )}
      {data && data.length > 0 && (
        <SimpleTable
          label={t`Deliveries of the last 90 days`}
          head={[
            { label: t`Delivery` },
            { label: t`Day` },
            { label: t`Orders` },
            { label: t`Place` },
            { label: t`Lines`, figure: true },
            { label: t`Amount`, figure: true },
          ]}
          rows={data.map((row) => ({
            key: row.id,
            cells: [
              <Anchor key="link" component={Link} to={`/purchasing/deliveries/${row.id}`}>
                {row.number}
              </Anchor>,
              date(row.date),
              row.order_numbers.join(", ") || "-",
              place(row.location),
              count(row.lines),
              row.amount ? money(row.amount, currency) : "-",
            ],
          }))}
        />
      )}
    </Section>
  );
}
