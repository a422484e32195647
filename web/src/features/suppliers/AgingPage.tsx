/** What we owe, and for how long: over all suppliers as a bar, then each. */

import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { ListPage } from "@/components/list/ListPage";
import { asQuery } from "@/components/list/state";
import { Aging } from "@/components/partners/Aging";
import { useAgingColumns } from "@/components/partners/agingColumns";
import { Section } from "@/components/ui/Page";
import { answer, desk, type Schemas } from "@/lib/api";
import { useCurrency } from "@/lib/session";

type Row = Schemas["SupplierAging"];

export default function AgingPage() {
  const { t } = useLingui();
  const currency = useCurrency();
  const { data: total } = useQuery({
    queryKey: ["suppliers", "aging", "total"],
    queryFn: ({ signal }) => answer(desk.GET("/api/supplier-aging/total/", { signal })),
  });
  const columns = useAgingColumns<Row>();
  return (
    <ListPage
      id="suppliers.aging"
      title={t`What we owe, by age`}
      columns={columns}
      read={(query, signal) => answer(desk.GET("/api/supplier-aging/", { params: { query: asQuery(query) }, signal }))}
      rowKey={(row) => row.supplier}
      rowTo={(row) => `/suppliers/${row.supplier}`}
      above={
        total && (
          <Section title={t`All suppliers`}>
            <Aging figures={total} currency={currency} label={t`What we owe, by age`} />
          </Section>
        )
      }
      empty={{ title: t`Nothing is owed`, text: t`Suppliers' invoices that are not paid yet are listed here by age.` }}
    />
  );
}
