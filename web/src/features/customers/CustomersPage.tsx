/** Everybody who buys by name: what they owe, what they may still take, and the way to each. */
import { useLingui } from "@lingui/react/macro";
import type { Column } from "@/components/list/columns";
import { ListPage } from "@/components/list/ListPage";
import { answer, desk, type Schemas } from "@/lib/api";
import { amount } from "@/lib/format";
import { useCurrency } from "@/lib/session";

type Customer = Schemas["Customer"];

export default function CustomersPage() {
  const { t } = useLingui();
  const currency = useCurrency();
  const columns: Column<Customer>[] = [
    { id: "name", header: t`Name`, cell: (row) => row.name, text: (row) => row.name },
    { id: "code", header: t`Number`, cell: (row) => row.code, text: (row) => row.code },
    {
      id: "balance",
      header: t`Owed (${currency})`,
      figure: true,
      narrow: true,
      cell: (row) => amount(row.outstanding_balance, currency),
      text: (row) => row.outstanding_balance,
    },
  ];
  return (
    <ListPage
      id="customers"
      title={t`Customers`}
      searchLabel={t`Name, number, phone or e-mail`}
      columns={columns}
      filters={[{ id: "credit_blocked", label: t`Credit blocked`, kind: "toggle" }]}
      read={(query, signal) => answer(desk.GET("/api/customers/", { params: { query: query as never }, signal }))}
      rowKey={(row) => row.id}
      rowTo={(row) => `/customers/${row.id}`}
      empty={{ title: t`No customers yet`, text: t`Add the first, or import a list of them.` }}
    />
  );
}
