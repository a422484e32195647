/** What expires when: by days left, with what can be done about it. */

import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { times } from "@/components/documents/figures";
import { useLocationChoices } from "@/components/documents/refs";
import type { Column } from "@/components/list/columns";
import { ListPage } from "@/components/list/ListPage";
import { asQuery } from "@/components/list/state";
import { StatusBadge, type Tone } from "@/components/ui/StatusBadge";
import { answer, desk, type Schemas } from "@/lib/api";
import { amount, date, quantity } from "@/lib/format";
import { useCurrency, useMay } from "@/lib/session";
import { options, useStates } from "./words";

type Batch = Schemas["ExpiringBatch"];

const DAY_MS = 86_400_000;
const SOON_DAYS = 30;

/** Whole days from today until a day; below zero once it is over. */
export function daysLeft(day: string, now: Date): number {
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  return Math.round((Date.parse(`${day}T00:00:00Z`) - today) / DAY_MS);
}

function Left({ day }: { day: string }) {
  const { t } = useLingui();
  const days = daysLeft(day, new Date());
  const tone: Tone = days < 0 ? "danger" : days <= SOON_DAYS ? "warning" : "draft";
  const over = -days;
  return (
    <StatusBadge tone={tone}>
      {days < 0 ? (
        <Plural value={over} one="Expired # day ago" other="Expired # days ago" />
      ) : days === 0 ? (
        t`Last day`
      ) : (
        <Plural value={days} one="# day left" other="# days left" />
      )}
    </StatusBadge>
  );
}

export default function ExpiryPage() {
  const { t } = useLingui();
  const may = useMay();
  const currency = useCurrency();
  const places = useLocationChoices();
  const states = useStates();
  const columns: Column<Batch>[] = [
    { id: "product", header: t`Product`, cell: (row) => row.product_name, text: (row) => row.product_name },
    {
      id: "left",
      header: t`Time left`,
      narrow: true,
      cell: (row) => <Left day={row.expires_on ?? ""} />,
      text: (row) => row.expires_on ?? "",
    },
    { id: "on", header: t`Expires`, cell: (row) => date(row.expires_on ?? ""), text: (row) => row.expires_on ?? "" },
    { id: "batch", header: t`Batch`, cell: (row) => row.batch_number, text: (row) => row.batch_number },
    { id: "place", header: t`Place`, cell: (row) => row.location_name, text: (row) => row.location_name },
    { id: "state", header: t`State`, cell: (row) => states[row.status], text: (row) => states[row.status] },
    {
      id: "quantity",
      header: t`Left`,
      figure: true,
      narrow: true,
      cell: (row) => quantity(row.remaining_quantity, row.unit_code),
      text: (row) => row.remaining_quantity,
    },
    ...(may("cost.view")
      ? [
          {
            id: "value",
            header: t`Value (${currency})`,
            figure: true,
            cell: (row: Batch) => amount(times(row.remaining_quantity, row.unit_cost), currency),
            text: (row: Batch) => times(row.remaining_quantity, row.unit_cost),
          },
        ]
      : []),
  ];
  return (
    <ListPage
      id="stock-expiry"
      title={t`Expiry`}
      columns={columns}
      filters={[
        { id: "location", label: t`Place`, kind: "choice", options: places },
        { id: "expires_to", label: t`Expires until`, kind: "date" },
        { id: "expires_from", label: t`Expires from`, kind: "date" },
        { id: "status", label: t`State`, kind: "choice", options: options(states) },
      ]}
      read={(query, signal) => answer(desk.GET("/api/stock-expiry/", { params: { query: asQuery(query) }, signal }))}
      rowKey={(row) => row.id}
      rowTo={(row) => `/stock/${row.stock_product}`}
      rowMenu={
        may("stock.adjust")
          ? (row) => (
              <>
                <Menu.Item
                  component={Link}
                  to="/stock/adjustments/new"
                  search={
                    {
                      product: row.product,
                      from: row.location,
                      batch: row.id,
                      reason: "EXPIRY",
                      quantity: row.remaining_quantity,
                    } as never
                  }
                >
                  <Trans>Write off</Trans>
                </Menu.Item>
                {may("stock.transfer") && (
                  <Menu.Item
                    component={Link}
                    to="/stock/transfers/new"
                    search={{ product: row.product, from: row.location, quantity: row.remaining_quantity } as never}
                  >
                    <Trans>Send elsewhere</Trans>
                  </Menu.Item>
                )}
              </>
            )
          : undefined
      }
      empty={{
        title: t`Nothing here expires`,
        text: t`Batches with a date of expiry are listed here, the soonest first. The date is written when goods come in.`,
      }}
    />
  );
}
