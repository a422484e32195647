/** Customers who have used four fifths of their credit limit or more. */

import { useLingui } from "@lingui/react/macro";
import type { Column } from "@/components/list/columns";
import { ListPage } from "@/components/list/ListPage";
import { asQuery } from "@/components/list/state";
import { StatusBadge } from "@/components/ui/StatusBadge";
import { answer, desk, type Schemas } from "@/lib/api";
import { amount, percent } from "@/lib/format";
import { useCurrency } from "@/lib/session";

type Alert = Schemas["CreditAlert"];

export default function AlertsPage() {
  const { t } = useLingui();
  const currency = useCurrency();
  const figure = (id: string, header: string, of: (row: Alert) => string): Column<Alert> => ({
    id,
    header,
    figure: true,
    cell: (row) => amount(of(row), currency),
    text: of,
  });
  const isFull = (row: Alert) => row.alert === "CREDIT_100_PERCENT";
  const columns: Column<Alert>[] = [
    { id: "name", header: t`Name`, cell: (row) => row.name, text: (row) => row.name },
    { id: "code", header: t`Number`, cell: (row) => row.code, text: (row) => row.code },
    {
      id: "used",
      header: t`Used`,
      figure: true,
      narrow: true,
      cell: (row) => percent(row.used_percent),
      text: (row) => row.used_percent,
    },
    figure("owed", t`Owed (${currency})`, (row) => row.outstanding_balance),
    figure("limit", t`Limit (${currency})`, (row) => row.credit_limit),
    figure("left", t`Credit left (${currency})`, (row) => row.available_credit),
    {
      id: "alert",
      header: t`Status`,
      cell: (row) => (
        <StatusBadge tone={isFull(row) ? "danger" : "warning"}>
          {isFull(row) ? t`Used up` : t`Nearly used up`}
        </StatusBadge>
      ),
      text: (row) => row.alert,
    },
  ];
  return (
    <ListPage
      id="customers.alerts"
      title={t`Credit alerts`}
      columns={columns}
      read={(query, signal) => answer(desk.GET("/api/credit-alerts/", { params: { query: asQuery(query) }, signal }))}
      rowKey={(row) => row.customer}
      rowTo={(row) => `/customers/${row.customer}`}
      empty={{
        title: t`Nobody is near their limit`,
        text: t`Customers who have used four fifths of their credit limit or more are listed here.`,
      }}
    />
  );
}
