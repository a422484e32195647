/** Who a supplier is and what was bought of it. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { ContactSection, NotesSection, PeriodSection, TopProducts } from "@/components/partners/Overview";
import { ProblemNotice } from "@/components/ui/Notice";
import { Fact, Facts, Section, TwoColumns } from "@/components/ui/Page";
import { Waiting } from "@/components/ui/Waiting";
import type { Schemas } from "@/lib/api";
import { count, date, money, percent, quantity } from "@/lib/format";
import { useCurrency, useMay } from "@/lib/session";
import { type Supplier, statisticsQuery } from "../api";

export function OverviewPart({ supplier }: { supplier: Supplier }) {
  const { t } = useLingui();
  const may = useMay();
  return (
    <TwoColumns
      aside={
        <>
          <ContactSection of={supplier} />
          <Terms supplier={supplier} />
        </>
      }
    >
      {(may("cost.view") || may("supplier.pay")) && (
        <PeriodSection title={t`Bought`}>{(period) => <Bought id={supplier.id} period={period} />}</PeriodSection>
      )}
      <NotesSection text={supplier.notes} />
    </TwoColumns>
  );
}

function Terms({ supplier }: { supplier: Supplier }) {
  const { t } = useLingui();
  const { credit_limit } = supplier;
  return (
    <Section title={t`Terms`}>
      <Facts>
        <Fact term={t`We pay within`}>
          <Plural value={supplier.payment_days ?? 0} one="# day" other="# days" />
        </Fact>
        <Fact term={t`Delivers within`}>
          <Plural value={supplier.lead_time_days ?? 0} one="# day" other="# days" />
        </Fact>
        <Fact term={t`Currency`}>{supplier.currency}</Fact>
        <Fact term={t`Credit limit`}>{credit_limit ? money(credit_limit, supplier.currency) : t`None agreed`}</Fact>
        <Fact term={t`Known since`}>{date(supplier.created_at)}</Fact>
      </Facts>
    </Section>
  );
}

function Bought({ id, period }: { id: string; period: string }) {
  const { t } = useLingui();
  const { data, error } = useQuery(statisticsQuery(id, period));
  return (
    <>
      <ProblemNotice error={error} />
      {!data && !error && <Waiting label={t`Loading the statistics`} />}
      {data && <Figures found={data} />}
    </>
  );
}

function Figures({ found }: { found: Schemas["Statistics"] }) {
  const { t } = useLingui();
  const currency = useCurrency();
  const told = (amount: string | null) => (amount ? money(amount, currency) : "-");
  const { average_lead_time_days: lead, on_time_percent: onTime, last_delivery_date: last } = found;
  return (
    <>
      <Facts>
        <Fact term={t`Orders`}>{`${count(found.orders_count)} · ${told(found.orders_amount)}`}</Fact>
        <Fact term={t`Received`}>{`${count(found.receipts_count)} · ${told(found.received_amount)}`}</Fact>
        <Fact term={t`Sent back`}>{told(found.returned_amount)}</Fact>
        <Fact term={t`Average order`}>{told(found.average_order_amount)}</Fact>
        <Fact term={t`Came after`}>{lead ? t`${quantity(lead)} days on average` : "-"}</Fact>
        <Fact term={t`On time`}>{onTime ? percent(onTime) : "-"}</Fact>
        <Fact term={t`Last delivery`}>{last ? date(last) : "-"}</Fact>
      </Facts>
      <TopProducts rows={found.top_products} nothing={<Trans>Nothing was received in this period.</Trans>} />
    </>
  );
}
