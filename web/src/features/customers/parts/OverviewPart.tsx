/** Who a customer is and what they bought: facts, contacts, figures of a period. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { ContactSection, NotesSection, PeriodSection, TopProducts } from "@/components/partners/Overview";
import { ProblemNotice } from "@/components/ui/Notice";
import { Fact, Facts, Section, TwoColumns } from "@/components/ui/Page";
import { Waiting } from "@/components/ui/Waiting";
import { count, date, money, percent } from "@/lib/format";
import { usePriceGroups } from "@/lib/reference";
import { useCurrency } from "@/lib/session";
import { type Customer, statisticsQuery } from "../api";
import { CATEGORIES, SALE_TYPES, TYPES, told } from "../words";

export function OverviewPart({ customer }: { customer: Customer }) {
  const { t } = useLingui();
  return (
    <TwoColumns
      aside={
        <>
          <ContactSection of={customer} />
          <Terms customer={customer} />
        </>
      }
    >
      <PeriodSection title={t`Purchases`}>{(period) => <Statistics id={customer.id} period={period} />}</PeriodSection>
      <NotesSection text={customer.notes} />
    </TwoColumns>
  );
}

function Terms({ customer }: { customer: Customer }) {
  const { t } = useLingui();
  const currency = useCurrency();
  const groups = usePriceGroups();
  const days = customer.payment_delay_days;
  return (
    <Section title={t`Terms`}>
      <Facts>
        <Fact term={t`Kind`}>{told(TYPES, customer.type)}</Fact>
        <Fact term={t`Buys at`}>{told(SALE_TYPES, customer.customer_type)}</Fact>
        <Fact term={t`Category`}>{told(CATEGORIES, customer.category)}</Fact>
        <Fact term={t`Price group`}>{groups.find((one) => one.id === customer.price_group)?.name ?? "-"}</Fact>
        <Fact term={t`Discount`}>{percent(customer.effective_discount)}</Fact>
        <Fact term={t`Credit limit`}>{money(customer.credit_limit, currency)}</Fact>
        <Fact term={t`Pays within`}>
          <Plural value={days} one="# day" other="# days" />
        </Fact>
        <Fact term={t`Tax`}>{customer.is_tax_exempt ? t`Exempt` : t`As usual`}</Fact>
        <Fact term={t`Known since`}>{date(customer.created_at)}</Fact>
      </Facts>
    </Section>
  );
}

function Statistics({ id, period }: { id: string; period: string }) {
  const { t } = useLingui();
  const currency = useCurrency();
  const { data, error } = useQuery(statisticsQuery(id, period));
  const average = data?.average_sale_amount;
  return (
    <>
      <ProblemNotice error={error} />
      {!data && !error && <Waiting label={t`Loading the statistics`} />}
      {data && (
        <>
          <Facts>
            <Fact term={t`Sales`}>{count(data.sales_count)}</Fact>
            <Fact term={t`Bought for`}>{money(data.sales_amount, currency)}</Fact>
            <Fact term={t`Average sale`}>{average ? money(average, currency) : "-"}</Fact>
            <Fact term={t`Bought in all`}>{money(data.in_all.total_purchases, currency)}</Fact>
            <Fact term={t`Last purchase`}>{data.last_purchase_date ? date(data.last_purchase_date) : "-"}</Fact>
          </Facts>
          <TopProducts rows={data.top_products} nothing={<Trans>Nothing was bought in this period.</Trans>} />
        </>
      )}
    </>
  );
}
