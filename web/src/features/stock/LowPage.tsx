/** What has fallen below its reorder point, and what is on its way already. */

import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useLocationChoices, useLocationName } from "@/components/documents/refs";
import type { Column } from "@/components/list/columns";
import { ListPage } from "@/components/list/ListPage";
import { asQuery } from "@/components/list/state";
import { StatusBadge } from "@/components/ui/StatusBadge";
import { answer, desk, type Schemas } from "@/lib/api";
import { date, quantity } from "@/lib/format";
import { useMay } from "@/lib/session";

type Alert = Schemas["StockAlert"];

export default function LowPage() {
  const { t } = useLingui();
  const may = useMay();
  const nameOf = useLocationName();
  const places = useLocationChoices();
  const figure = (id: string, header: string, of: (row: Alert) => string, narrow = false): Column<Alert> => ({
    id,
    header,
    figure: true,
    narrow,
    cell: (row) => quantity(of(row)),
    text: of,
  });
  const columns: Column<Alert>[] = [
    { id: "product", header: t`Product`, cell: (row) => row.product_name, text: (row) => row.product_name },
    { id: "sku", header: t`SKU`, cell: (row) => row.product_sku, text: (row) => row.product_sku },
    { id: "place", header: t`Place`, cell: (row) => nameOf(row.location), text: (row) => nameOf(row.location) },
    {
      id: "state",
      header: t`State`,
      narrow: true,
      cell: (row) =>
        row.closed_at ? (
          <StatusBadge tone="done">{t`Over`}</StatusBadge>
        ) : (
          <StatusBadge tone={row.available === "0" ? "danger" : "warning"}>
            {row.available === "0" ? t`None left` : t`Low`}
          </StatusBadge>
        ),
      text: (row) => row.available,
    },
    figure("available", t`Left to sell`, (row) => row.available, true),
    figure("point", t`Reorder point`, (row) => row.reorder_point),
    figure("expected", t`On its way`, (row) => row.expected),
    { id: "since", header: t`Since`, cell: (row) => date(row.opened_at), text: (row) => row.opened_at },
  ];
  return (
    <ListPage
      id="stock-low"
      title={t`Running low`}
      columns={columns}
      filters={[
        { id: "location", label: t`Place`, kind: "choice", options: places },
        {
          id: "is_open",
          label: t`Alerts`,
          kind: "choice",
          options: [
            { value: "true", label: t`Still low` },
            { value: "false", label: t`Over` },
          ],
        },
      ]}
      read={(query, signal) =>
        answer(desk.GET("/api/stock-alerts/", { params: { query: asQuery({ is_open: true, ...query }) }, signal }))
      }
      rowKey={(row) => row.id}
      primary={
        may("purchase.view") && (
          <Button component={Link} to="/purchasing">
            <Trans>Open the order board</Trans>
          </Button>
        )
      }
      empty={{
        title: t`Nothing is running low`,
        text: t`A product appears here when less is left than its reorder rule says.`,
      }}
    />
  );
}
