/** Everything that moved, newest first, each with the document that moved it. */

import { useLingui } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import { useLocationChoices } from "@/components/documents/refs";
import type { Column } from "@/components/list/columns";
import { ListPage } from "@/components/list/ListPage";
import { asQuery } from "@/components/list/state";
import { answer, desk, type Schemas } from "@/lib/api";
import { amount, dateTime, named, quantity } from "@/lib/format";
import { useCurrency, useMay } from "@/lib/session";
import { sourceOf } from "./sources";
import { options, useMovementKinds, useReasons } from "./words";

type Movement = Schemas["StockMovement"];

export default function MovementsPage() {
  const { t } = useLingui();
  const may = useMay();
  const currency = useCurrency();
  const places = useLocationChoices();
  const kinds = useMovementKinds();
  const reasons: Record<string, string> = useReasons();
  const columns: Column<Movement>[] = [
    { id: "product", header: t`Product`, cell: (row) => row.product_name, text: (row) => row.product_name },
    { id: "at", header: t`When`, cell: (row) => dateTime(row.occurred_at), text: (row) => row.occurred_at },
    {
      id: "kind",
      header: t`What`,
      narrow: true,
      cell: (row) => {
        const to = sourceOf(row.source_type, row.source_id);
        const words = row.reason ? named(kinds[row.kind], reasons[row.reason] ?? row.reason) : kinds[row.kind];
        return to ? <Link to={to}>{words}</Link> : words;
      },
      text: (row) => kinds[row.kind],
    },
    { id: "place", header: t`Place`, cell: (row) => row.location_name, text: (row) => row.location_name },
    {
      id: "quantity",
      header: t`In or out`,
      figure: true,
      narrow: true,
      cell: (row) => quantity(row.quantity, row.unit_code),
      text: (row) => row.quantity,
    },
    {
      id: "after",
      header: t`Left after`,
      figure: true,
      cell: (row) => quantity(row.quantity_after, row.unit_code),
      text: (row) => row.quantity_after,
    },
    ...(may("cost.view")
      ? [
          {
            id: "cost",
            header: t`Value (${currency})`,
            figure: true,
            cell: (row: Movement) => amount(row.cost_amount, currency),
            text: (row: Movement) => row.cost_amount,
          },
        ]
      : []),
  ];
  return (
    <ListPage
      id="stock-movements"
      title={t`Movements`}
      columns={columns}
      filters={[
        { id: "kind", label: t`What`, kind: "choice", options: options(kinds) },
        { id: "location", label: t`Place`, kind: "choice", options: places },
        { id: "date_from", label: t`From`, kind: "date" },
        { id: "date_to", label: t`Until`, kind: "date" },
      ]}
      read={(query, signal) => answer(desk.GET("/api/stock-movements/", { params: { query: asQuery(query) }, signal }))}
      rowKey={(row) => row.id}
      rowTo={(row) => `/stock/${row.stock_product}`}
      empty={{
        title: t`Nothing has moved yet`,
        text: t`Each delivery, sale, transfer and count leaves its entry here.`,
      }}
    />
  );
}
