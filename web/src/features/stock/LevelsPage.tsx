/** What is where: every product at every place, what may be sold of it and what carts hold. */

import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Menu } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useLocationChoices, useLocationName } from "@/components/documents/refs";
import type { Column } from "@/components/list/columns";
import { ListPage } from "@/components/list/ListPage";
import { asQuery } from "@/components/list/state";
import { StatusBadge } from "@/components/ui/StatusBadge";
import { answer, desk, type Schemas } from "@/lib/api";
import { amount, dateTime, quantity } from "@/lib/format";
import { useCurrency, useMay } from "@/lib/session";

type Item = Schemas["StockProduct"];

export default function LevelsPage() {
  const { t } = useLingui();
  const may = useMay();
  const currency = useCurrency();
  const nameOf = useLocationName();
  const places = useLocationChoices();
  const figure = (id: string, header: string, of: (row: Item) => string, narrow = false): Column<Item> => ({
    id,
    header,
    figure: true,
    narrow,
    cell: (row) => quantity(of(row), row.unit_code),
    text: of,
  });
  const columns: Column<Item>[] = [
    { id: "product", header: t`Product`, cell: (row) => row.product_name, text: (row) => row.product_name },
    { id: "sku", header: t`SKU`, cell: (row) => row.product_sku, text: (row) => row.product_sku },
    {
      id: "place",
      header: t`Place`,
      cell: (row) => nameOf(row.storefront),
      text: (row) => nameOf(row.storefront),
    },
    {
      id: "available",
      header: t`Left to sell`,
      figure: true,
      narrow: true,
      cell: (row) =>
        row.available === "0" ? (
          <StatusBadge tone="danger">{t`None left`}</StatusBadge>
        ) : (
          quantity(row.available, row.unit_code)
        ),
      text: (row) => row.available,
    },
    figure("quantity", t`On the shelf`, (row) => row.quantity),
    figure("reserved", t`Held by carts`, (row) => row.reserved),
    ...(may("cost.view")
      ? [
          {
            id: "value",
            header: t`Value (${currency})`,
            figure: true,
            cell: (row: Item) => amount(row.value, currency),
            text: (row: Item) => row.value,
          },
        ]
      : []),
    {
      id: "moved",
      header: t`Last moved`,
      optional: true,
      cell: (row) => (row.last_movement_at ? dateTime(row.last_movement_at) : "-"),
      text: (row) => row.last_movement_at ?? "",
    },
  ];
  return (
    <ListPage
      id="stock"
      title={t`Stock`}
      searchLabel={t`Name, SKU or barcode`}
      columns={columns}
      filters={[
        { id: "location", label: t`Place`, kind: "choice", options: places },
        { id: "in_stock", label: t`Run out`, kind: "toggle", value: "false" },
      ]}
      read={(query, signal) => answer(desk.GET("/api/stock-products/", { params: { query: asQuery(query) }, signal }))}
      rowKey={(row) => row.id}
      rowTo={(row) => `/stock/${row.id}`}
      rowMenu={
        may("stock.transfer") || may("stock.adjust")
          ? (row) => (
              <>
                {may("stock.transfer") && (
                  <Menu.Item
                    component={Link}
                    to="/stock/transfers/new"
                    search={{ product: row.product, from: row.storefront } as never}
                  >
                    <Trans>Send elsewhere</Trans>
                  </Menu.Item>
                )}
                {may("stock.adjust") && (
                  <Menu.Item
                    component={Link}
                    to="/stock/adjustments/new"
                    search={{ product: row.product, from: row.storefront } as never}
                  >
                    <Trans>Adjust</Trans>
                  </Menu.Item>
                )}
              </>
            )
          : undefined
      }
      primary={
        may("stock.count") && (
          <Button component={Link} to="/stock/counts/new">
            <Trans>Count stock</Trans>
          </Button>
        )
      }
      empty={{
        title: t`Nothing in stock yet`,
        text: t`Products appear here once goods come in: by a delivery, by opening stock or by an import.`,
      }}
    />
  );
}
