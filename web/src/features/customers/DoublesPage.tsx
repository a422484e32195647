/** Customers who may be one: those written down later beside those they may be. */

import { Trans, useLingui } from "@lingui/react/macro";
import { Anchor, Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { Column } from "@/components/list/columns";
import { ListPage } from "@/components/list/ListPage";
import { asQuery } from "@/components/list/state";
import { answer, desk, type Schemas } from "@/lib/api";
import { useMay } from "@/lib/session";
import { ALIKE, told } from "./words";

type Double = Schemas["Doubles"];

export default function DoublesPage() {
  const { t } = useLingui();
  const may = useMay();
  const columns: Column<Double>[] = [
    { id: "name", header: t`Customer`, cell: (row) => `${row.name} · ${row.code}`, text: (row) => row.name },
    {
      id: "doubles",
      header: t`May be the same as`,
      narrow: true,
      cell: (row) => <Older row={row} mayMerge={may("customer.manage")} />,
      text: (row) => row.doubles.map((one) => `${one.name} ${one.code}`).join("; "),
    },
  ];
  return (
    <ListPage
      id="customers.doubles"
      title={t`Doubles`}
      columns={columns}
      read={(query, signal) =>
        answer(desk.GET("/api/customers/doubles/", { params: { query: asQuery(query) }, signal }))
      }
      rowKey={(row) => row.id}
      rowTo={(row) => `/customers/${row.id}`}
      empty={{
        title: t`No doubles`,
        text: t`Customers with the same phone, the same tax number or a very similar name are listed here, to be merged.`,
      }}
    />
  );
}

function Older({ row, mayMerge }: { row: Double; mayMerge: boolean }) {
  return (
    <div style={{ display: "grid", gap: "var(--space-2)", padding: "var(--space-1) 0" }}>
      {row.doubles.map((one) => {
        const why = one.reasons.map((reason) => told(ALIKE, reason)).join(", ");
        return (
          <div key={one.id} style={{ display: "flex", flexWrap: "wrap", gap: "var(--space-2)", alignItems: "center" }}>
            <Anchor component={Link} to={`/customers/${one.id}`}>
              {one.name} · {one.code}
            </Anchor>
            <span style={{ color: "var(--muted)" }}>{why}</span>
            {mayMerge && (
              <Button
                size="compact-sm"
                variant="default"
                component={Link}
                to={`/customers/${row.id}/merge`}
                search={{ into: one.id } as never}
              >
                <Trans>Compare and merge</Trans>
              </Button>
            )}
          </div>
        );
      })}
    </div>
  );
}
