/** The parts of an item's page: its layers, movements and reservations, and the product at other places. */

import { useLingui } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import { useLocationName } from "@/components/documents/refs";
import type { Column } from "@/components/list/columns";
import { ListPage } from "@/components/list/ListPage";
import { asQuery } from "@/components/list/state";
import { StatusBadge } from "@/components/ui/StatusBadge";
import { answer, desk, type Schemas } from "@/lib/api";
import { amount, date, dateTime, named, quantity } from "@/lib/format";
import { useCurrency, useMay } from "@/lib/session";
import { sourceOf } from "./sources";
import { STATE_TONES, useMovementKinds, useReasons, useStates } from "./words";

type Item = Schemas["StockProduct"];
type Batch = Schemas["Batch"];
type Movement = Schemas["Movement"];
type Reservation = Schemas["Reservation"];

export function Batches({ item }: { item: Item }) {
  const { t } = useLingui();
  const may = useMay();
  const currency = useCurrency();
  const states = useStates();
  const columns: Column<Batch>[] = [
    {
      id: "batch",
      header: t`Batch`,
      cell: (row) => row.serial_number || row.batch_number,
      text: (row) => row.serial_number || row.batch_number,
    },
    { id: "lot", header: t`Supplier's lot`, optional: true, cell: (row) => row.supplier_lot || "-" },
    {
      id: "state",
      header: t`State`,
      cell: (row) => <StatusBadge tone={STATE_TONES[row.status]}>{states[row.status]}</StatusBadge>,
      text: (row) => states[row.status],
    },
    {
      id: "expires",
      header: t`Expires`,
      narrow: true,
      cell: (row) => (row.expires_on ? date(row.expires_on) : t`Does not expire`),
      text: (row) => row.expires_on ?? "",
    },
    { id: "received", header: t`Came in`, cell: (row) => date(row.received_at), text: (row) => row.received_at },
    {
      id: "left",
      header: t`Left`,
      figure: true,
      narrow: true,
      cell: (row) => quantity(row.remaining_quantity, item.unit_code),
      text: (row) => row.remaining_quantity,
    },
    ...(may("cost.view")
      ? [
          {
            id: "cost",
            header: t`Cost of one (${currency})`,
            figure: true,
            cell: (row: Batch) => amount(row.unit_cost, currency),
            text: (row: Batch) => row.unit_cost,
          },
        ]
      : []),
  ];
  return (
    <ListPage
      bare
      id={`stock-batches-${item.id}`}
      title={t`Batches`}
      columns={columns}
      read={(query, signal) =>
        answer(
          desk.GET("/api/stock-products/{id}/batches/", {
            params: { path: { id: item.id }, query: asQuery(query) },
            signal,
          }),
        )
      }
      rowKey={(row) => row.id}
      empty={{ title: t`No batches`, text: t`Nothing of this product is here now.` }}
    />
  );
}

export function Movements({ item }: { item: Item }) {
  const { t } = useLingui();
  const kinds = useMovementKinds();
  const reasons: Record<string, string> = useReasons();
  const columns: Column<Movement>[] = [
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
    {
      id: "quantity",
      header: t`In or out`,
      figure: true,
      narrow: true,
      cell: (row) => quantity(row.quantity, item.unit_code),
      text: (row) => row.quantity,
    },
    {
      id: "after",
      header: t`Left after`,
      figure: true,
      cell: (row) => quantity(row.quantity_after, item.unit_code),
      text: (row) => row.quantity_after,
    },
  ];
  return (
    <ListPage
      bare
      id={`stock-moved-${item.id}`}
      title={t`Movements`}
      columns={columns}
      read={(query, signal) =>
        answer(
          desk.GET("/api/stock-products/{id}/movements/", {
            params: { path: { id: item.id }, query: asQuery(query) },
            signal,
          }),
        )
      }
      rowKey={(row) => row.id}
      empty={{ title: t`Nothing moved`, text: t`This product has not moved here yet.` }}
    />
  );
}

export function Elsewhere({ item }: { item: Item }) {
  const { t } = useLingui();
  const nameOf = useLocationName();
  const columns: Column<Item>[] = [
    { id: "place", header: t`Place`, cell: (row) => nameOf(row.storefront), text: (row) => nameOf(row.storefront) },
    {
      id: "available",
      header: t`Left to sell`,
      figure: true,
      narrow: true,
      cell: (row) => quantity(row.available, row.unit_code),
      text: (row) => row.available,
    },
    {
      id: "quantity",
      header: t`On the shelf`,
      figure: true,
      cell: (row) => quantity(row.quantity, row.unit_code),
      text: (row) => row.quantity,
    },
  ];
  return (
    <ListPage
      bare
      id={`stock-places-${item.product}`}
      title={t`Other places`}
      columns={columns}
      fixed={{ product: item.product }}
      read={(query, signal) => answer(desk.GET("/api/stock-products/", { params: { query: asQuery(query) }, signal }))}
      rowKey={(row) => row.id}
      rowTo={(row) => `/stock/${row.id}`}
      empty={{ title: t`Nowhere else`, text: t`No other place has had this product.` }}
    />
  );
}

export function Reservations({ item }: { item: Item }) {
  const { t } = useLingui();
  const columns: Column<Reservation>[] = [
    { id: "since", header: t`Since`, cell: (row) => dateTime(row.created_at), text: (row) => row.created_at },
    {
      id: "until",
      header: t`Held until`,
      narrow: true,
      cell: (row) => dateTime(row.expires_at),
      text: (row) => row.expires_at,
    },
    {
      id: "quantity",
      header: t`Quantity`,
      figure: true,
      narrow: true,
      cell: (row) => quantity(row.quantity, item.unit_code),
      text: (row) => row.quantity,
    },
  ];
  return (
    <ListPage
      bare
      id={`stock-held-${item.id}`}
      title={t`Held by carts`}
      columns={columns}
      read={(query, signal) =>
        answer(
          desk.GET("/api/stock-products/{id}/reservations/", {
            params: { path: { id: item.id }, query: asQuery(query) },
            signal,
          }),
        )
      }
      rowKey={(row) => row.id}
      empty={{ title: t`No cart holds any`, text: t`All that is left may be sold.` }}
    />
  );
}
