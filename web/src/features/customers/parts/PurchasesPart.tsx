/** What a customer bought, newest first. */

import { useLingui } from "@lingui/react/macro";
import type { Column } from "@/components/list/columns";
import { ListPage } from "@/components/list/ListPage";
import { asQuery } from "@/components/list/state";
import { StatusBadge, type Tone } from "@/components/ui/StatusBadge";
import { answer, desk, type Schemas } from "@/lib/api";
import { amount, dateTime } from "@/lib/format";
import { useCurrency } from "@/lib/session";
import { SALE_STATES, told } from "../words";

type Sale = Schemas["SaleHead"];
const TONES: Record<string, Tone> = {
  DRAFT: "draft",
  PENDING: "waiting",
  PARTIAL: "partly",
  COMPLETED: "done",
  REFUNDED: "cancelled",
  CANCELLED: "cancelled",
};

export function PurchasesPart({ id }: { id: string }) {
  const { t } = useLingui();
  const currency = useCurrency();
  const figure = (name: string, header: string, of: (row: Sale) => string): Column<Sale> => ({
    id: name,
    header,
    figure: true,
    cell: (row) => amount(of(row), row.currency),
    text: of,
  });
  const columns: Column<Sale>[] = [
    {
      id: "receipt",
      header: t`Receipt`,
      cell: (row) => row.receipt_number ?? t`No receipt yet`,
      text: (row) => row.receipt_number ?? "",
    },
    {
      id: "at",
      header: t`When`,
      cell: (row) => dateTime(row.completed_at ?? row.created_at),
      text: (row) => row.completed_at ?? row.created_at,
    },
    { ...figure("total", t`Total (${currency})`, (row) => row.total_amount), narrow: true },
    figure("paid", t`Paid (${currency})`, (row) => row.amount_paid),
    figure("due", t`Left to pay (${currency})`, (row) => row.amount_due),
    {
      id: "status",
      header: t`Status`,
      cell: (row) => <StatusBadge tone={TONES[row.status] ?? "draft"}>{told(SALE_STATES, row.status)}</StatusBadge>,
      text: (row) => row.status,
    },
  ];
  return (
    <ListPage
      bare
      id={`customers.${id}.purchases`}
      title={t`Purchases`}
      columns={columns}
      read={(query, signal) =>
        answer(desk.GET("/api/customers/{id}/purchases/", { params: { path: { id }, query: asQuery(query) }, signal }))
      }
      rowKey={(row) => row.id}
      empty={{ title: t`No purchases yet`, text: t`Sales in which this customer was chosen are listed here.` }}
    />
  );
}
