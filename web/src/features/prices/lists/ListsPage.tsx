/** Price lists: base prices for retail or wholesale from a day on, approved as a whole. */
import { useLingui as useWords } from "@lingui/react";
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Modal } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { Column } from "@/components/list/columns";
import { ListPage } from "@/components/list/ListPage";
import { StatusBadge } from "@/components/ui/StatusBadge";
import { count, dateTime } from "@/lib/format";
import { useMay } from "@/lib/session";
import { type PriceList, readLists } from "../api";
import { SALE_TYPES, STATUSES, standing } from "../words";
import { ListForm } from "./ListForm";

export default function ListsPage() {
  const { t } = useLingui();
  const { i18n } = useWords();
  const may = useMay();
  const navigate = useNavigate();
  const [adding, setAdding] = useState(false);
  const stands = (row: PriceList) => standing(row, row.valid_from, row.valid_until);
  const type = (row: PriceList) => (row.sale_type ? i18n._(SALE_TYPES[row.sale_type]) : t`Retail and wholesale`);
  const columns: Column<PriceList>[] = [
    { id: "name", header: t`Name`, cell: (row) => row.name, text: (row) => row.name },
    {
      id: "status",
      header: t`State`,
      narrow: true,
      cell: (row) => <StatusBadge tone={stands(row).tone}>{i18n._(stands(row).label)}</StatusBadge>,
      text: (row) => i18n._(stands(row).label),
    },
    { id: "type", header: t`Kind of sale`, cell: type, text: type },
    { id: "from", header: t`From`, cell: (row) => dateTime(row.valid_from), text: (row) => row.valid_from },
    {
      id: "until",
      header: t`Until`,
      cell: (row) => (row.valid_until ? dateTime(row.valid_until) : "-"),
      text: (row) => row.valid_until ?? "",
    },
    {
      id: "rows",
      header: t`Prices`,
      figure: true,
      cell: (row) => count(row.row_count),
      text: (row) => String(row.row_count),
    },
  ];
  const add = may("price.manage") && (
    <Button onClick={() => setAdding(true)}>
      <Trans>New price list</Trans>
    </Button>
  );
  return (
    <>
      <ListPage
        id="price-lists"
        title={t`Price lists`}
        columns={columns}
        filters={[
          {
            id: "status",
            label: t`State`,
            kind: "choice",
            options: Object.entries(STATUSES).map(([value, { label }]) => ({ value, label: i18n._(label) })),
          },
          {
            id: "sale_type",
            label: t`Kind of sale`,
            kind: "choice",
            options: Object.entries(SALE_TYPES).map(([value, label]) => ({ value, label: i18n._(label) })),
          },
        ]}
        read={readLists}
        rowKey={(row) => row.id}
        rowTo={(row) => `/prices/lists/${row.id}`}
        primary={add}
        empty={{
          title: t`No price lists yet`,
          text: t`A list holds prices for retail or wholesale from a day on. It is drafted, tried on past sales, then approved.`,
          action: add,
        }}
      />
      <Modal opened={adding} onClose={() => setAdding(false)} title={t`New price list`}>
        <ListForm
          onSaved={(saved) => navigate({ to: `/prices/lists/${saved.id}` })}
          onCancel={() => setAdding(false)}
        />
      </Modal>
    </>
  );
}
