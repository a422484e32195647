/** Who owes us, and for how long: over all customers as a bar, then each. */

import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { ListPage } from "@/components/list/ListPage";
import { asQuery } from "@/components/list/state";
import { Aging } from "@/components/partners/Aging";
import { useAgingColumns } from "@/components/partners/agingColumns";
import { Section } from "@/components/ui/Page";
import { answer, desk, type Schemas } from "@/lib/api";
import { useCurrency } from "@/lib/session";

type Row = Schemas["CustomerAging"];

export default function AgingPage() {
  const { t } = useLingui();
  const currency = useCurrency();
  const { data: total } = useQuery({
    queryKey: ["customers", "aging", "total"],
    queryFn: ({ signal }) => answer(desk.GET("/api/customer-aging/total/", { signal })),
  });
  const columns = useAgingColumns<Row>();
  return (
    <ListPage
      id="customers.aging"
      title={t`What customers owe, by age`}
      columns={columns}
      read={(query, signal) => answer(desk.GET("/api/customer-aging/", { params: { query: asQuery(query) }, signal }))}
      rowKey={(row) => row.customer}
      rowTo={(row) => `/customers/${row.customer}`}
      above={
        total && (
          <Section title={t`All customers`}>
            <Aging figures={total} currency={currency} label={t`What customers owe, by age`} />
          </Section>
        )
      }
      empty={{ title: t`Nobody owes anything`, text: t`Sales on credit that are not paid yet are listed here by age.` }}
    />
  );
}
