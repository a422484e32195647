/** The entries of a customer's account: what is still open first, then every entry, newest first. */

import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { Column } from "@/components/list/columns";
import { ListPage } from "@/components/list/ListPage";
import { asQuery } from "@/components/list/state";
import { Section } from "@/components/ui/Page";
import { SimpleTable } from "@/components/ui/SimpleTable";
import { answer, desk, type Schemas } from "@/lib/api";
import { amount, date, money } from "@/lib/format";
import { useCurrency } from "@/lib/session";
import { openItemsQuery } from "../api";
import { ENTRIES, told } from "../words";

type Entry = Schemas["CreditEntry"];

export function TransactionsPart({ id }: { id: string }) {
  const { t } = useLingui();
  const currency = useCurrency();
  const kind = (value: string) => told(ENTRIES, value);
  const columns: Column<Entry>[] = [
    { id: "kind", header: t`Entry`, cell: (row) => kind(row.kind), text: (row) => row.kind },
    {
      id: "day",
      header: t`Day`,
      narrow: true,
      cell: (row) => date(row.business_date),
      text: (row) => row.business_date,
    },
    { id: "reference", header: t`Reference`, cell: (row) => row.reference || "-", text: (row) => row.reference ?? "" },
    {
      id: "due",
      header: t`Due`,
      cell: (row) => (row.due_date ? date(row.due_date) : "-"),
      text: (row) => row.due_date ?? "",
    },
    {
      id: "amount",
      header: t`Amount (${currency})`,
      figure: true,
      narrow: true,
      cell: (row) => amount(row.amount, currency),
      text: (row) => row.amount,
    },
  ];
  return (
    <div style={{ display: "grid", gap: "var(--space-4)", gridTemplateColumns: "minmax(0, 1fr)" }}>
      <OpenItems id={id} kind={kind} />
      <ListPage
        bare
        id={`customers.${id}.entries`}
        title={t`Account`}
        columns={columns}
        read={(query, signal) =>
          answer(
            desk.GET("/api/customers/{id}/transactions/", {
              params: { path: { id }, query: asQuery(query) },
              signal,
            }),
          )
        }
        rowKey={(row) => row.id}
        empty={{
          title: t`Nothing was booked yet`,
          text: t`Sales on credit, payments and adjustments are listed here.`,
        }}
      />
    </div>
  );
}

function OpenItems({ id, kind }: { id: string; kind: (value: string) => string }) {
  const { t } = useLingui();
  const currency = useCurrency();
  const { data: items = [] } = useQuery(openItemsQuery(id));
  if (items.length === 0) return null;
  return (
    <Section title={t`Still open`}>
      <SimpleTable
        label={t`Still open`}
        head={[
          { label: t`Entry` },
          { label: t`Reference` },
          { label: t`Due` },
          { label: t`Amount`, figure: true },
          { label: t`Open`, figure: true },
        ]}
        rows={items.map((item) => ({
          key: item.id,
          cells: [
            kind(item.kind),
            item.reference || "-",
            item.due_date ? date(item.due_date) : "-",
            money(item.amount, currency),
            money(item.open_amount, currency),
          ],
        }))}
      />
    </Section>
  );
}
