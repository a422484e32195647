/** Who owes us, and for how long: over all customers as a bar, then each. */
import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { Column } from "@/components/list/columns";
import { ListPage } from "@/components/list/ListPage";
import { Aging, useAges } from "@/components/partners/Aging";
import { Section } from "@/components/ui/Page";
import { answer, desk, type Schemas } from "@/lib/api";
import { amount } from "@/lib/format";
import { useCurrency } from "@/lib/session";

type Row = Schemas["CustomerAging"];

export default function AgingPage() {
  const { t } = useLingui();
  const currency = useCurrency();
  const ages = useAges();
  const { data: total } = useQuery({
    queryKey: ["customers", "aging", "total"],
    queryFn: ({ signal }) => answer(desk.GET("/api/customer-aging/total/", { signal })),
  });
  const columns: Column<Row>[] = [
    { id: "name", header: t`Name`, cell: (row) => row.name, text: (row) => row.name },
    ...ages.map((age) => ({
      id: age.id,
      header: age.label,
      figure: true,
      cell: (row: Row) => amount(row[age.id], currency),
      text: (row: Row) => row[age.id],
    })),
    {
      id: "credits",
      header: t`Credit`,
      figure: true,
      optional: true,
      cell: (row) => amount(row.credits, currency),
      text: (row) => row.credits,
    },
    {
      id: "total",
      header: t`In all (${currency})`,
      figure: true,
      narrow: true,
      cell: (row) => amount(row.total, currency),
      text: (row) => row.total,
    },
  ];
  return (
    <ListPage
      id="customers.aging"
      title={t`What customers owe, by age`}
      columns={columns}
      read={(query, signal) => answer(desk.GET("/api/customer-aging/", { params: { query: query as never }, signal }))}
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
