/** Where a piece is and was, by its serial number. */
import { useLingui } from "@lingui/react/macro";
import { Text } from "@mantine/core";
import { useLocationChoices } from "@/components/documents/refs";
import type { Column } from "@/components/list/columns";
import { ListPage } from "@/components/list/ListPage";
import { StatusBadge } from "@/components/ui/StatusBadge";
import { answer, desk, type Schemas } from "@/lib/api";
import { date, dateTime } from "@/lib/format";
import { useMovementKinds } from "./words";

type Piece = Schemas["Piece"];

export default function SerialsPage() {
  const { t } = useLingui();
  const places = useLocationChoices();
  const kinds = useMovementKinds();
  const where = (row: Piece) => (row.kind === "TRANSIT" ? t`On its way` : row.location_name);
  const columns: Column<Piece>[] = [
    {
      id: "serial",
      header: t`Serial number`,
      cell: (row) => row.serial_number,
      text: (row) => row.serial_number ?? "",
    },
    { id: "product", header: t`Product`, cell: (row) => row.product_name, text: (row) => row.product_name },
    { id: "place", header: t`Place`, narrow: true, cell: where, text: where },
    {
      id: "here",
      header: t`Is there`,
      narrow: true,
      cell: (row) =>
        row.is_open ? (
          <StatusBadge tone="done">{t`There now`}</StatusBadge>
        ) : (
          <StatusBadge tone="draft">{t`Was there`}</StatusBadge>
        ),
      text: (row) => (row.is_open ? t`There now` : t`Was there`),
    },
    { id: "since", header: t`Came in`, cell: (row) => date(row.received_at), text: (row) => row.received_at },
    {
      id: "moves",
      header: t`What happened`,
      cell: (row) => (
        <>
          {row.movements.map((move) => (
            <Text key={move.id} size="sm">
              {kinds[move.kind]} · {dateTime(move.occurred_at)}
            </Text>
          ))}
        </>
      ),
    },
  ];
  return (
    <ListPage
      id="stock-serials"
      title={t`Serial numbers`}
      searchLabel={t`Serial number, exactly`}
      columns={columns}
      filters={[
        { id: "location", label: t`Place`, kind: "choice", options: places },
        { id: "is_open", label: t`There now`, kind: "toggle" },
      ]}
      read={({ search, ...query }, signal) =>
        answer(
          desk.GET("/api/serials/", {
            params: { query: { ...query, ...(search && { number: search }) } as never },
            signal,
          }),
        )
      }
      rowKey={(row) => row.id}
      empty={{
        title: t`No serial numbers yet`,
        text: t`Pieces of products with serial numbers are listed here, with where they are and were.`,
      }}
    />
  );
}
