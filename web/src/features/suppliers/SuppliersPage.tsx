/** Whom one buys from: on which days, on which terms. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Menu } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { Column } from "@/components/list/columns";
import type { Filter } from "@/components/list/filters";
import { ListPage } from "@/components/list/ListPage";
import { dayName } from "@/components/partners/week";
import { ProblemNotice } from "@/components/ui/Notice";
import { count } from "@/lib/format";
import { useMay } from "@/lib/session";
import { listSuppliers, type Supplier } from "./api";
import { useFlags } from "./flags";
import { SupplierStatus } from "./status";

const days = (found: readonly string[]) => found.map((day) => dayName(day as never, "short")).join(", ") || "-";

function useColumns(): Column<Supplier>[] {
  const { t } = useLingui();
  return [
    { id: "name", header: t`Name`, sort: "name", cell: (row) => row.name, text: (row) => row.name },
    { id: "code", header: t`Number`, sort: "code", cell: (row) => row.code, text: (row) => row.code },
    {
      id: "person",
      header: t`Contact`,
      optional: true,
      cell: (row) => row.contact_person || "-",
      text: (row) => row.contact_person ?? "",
    },
    { id: "phone", header: t`Phone`, cell: (row) => row.phone || "-", text: (row) => row.phone ?? "" },
    {
      id: "orders",
      header: t`Takes orders`,
      cell: (row) => days(row.order_days),
      text: (row) => row.order_days.join(" "),
    },
    {
      id: "deliveries",
      header: t`Delivers`,
      cell: (row) => days(row.delivery_days),
      text: (row) => row.delivery_days.join(" "),
    },
    {
      id: "terms",
      header: t`Days to pay`,
      figure: true,
      cell: (row) => count(row.payment_days ?? 0),
      text: (row) => String(row.payment_days ?? 0),
    },
    { id: "currency", header: t`Currency`, optional: true, cell: (row) => row.currency, text: (row) => row.currency },
    {
      id: "status",
      header: t`Status`,
      narrow: true,
      cell: (row) => <SupplierStatus supplier={row} />,
      text: (row) =>
        row.is_active === false
          ? t({ message: "Out of use", context: "a partner" })
          : t({ message: "In use", context: "a partner" }),
    },
  ];
}

export default function SuppliersPage() {
  const { t } = useLingui();
  const may = useMay();
  const columns = useColumns();
  const flags = useFlags();
  const manages = may("supplier.manage");
  const filters: Filter[] = [
    { id: "delivery_blocked", label: t`Deliveries blocked`, kind: "toggle" },
    {
      id: "is_active",
      label: t`Use`,
      kind: "choice",
      options: [
        { value: "true", label: t({ message: "In use", context: "a partner" }) },
        { value: "false", label: t({ message: "Out of use", context: "a partner" }) },
      ],
    },
  ];
  const create = manages && (
    <Button leftSection={<IconPlus size={18} aria-hidden />} component={Link} to="/suppliers/new">
      <Trans>New supplier</Trans>
    </Button>
  );
  return (
    <ListPage
      id="suppliers"
      title={t`Suppliers`}
      searchLabel={t`Name or number`}
      columns={columns}
      filters={filters}
      read={listSuppliers}
      rowKey={(row) => row.id}
      rowTo={(row) => `/suppliers/${row.id}`}
      above={<ProblemNotice error={flags.error} />}
      primary={create}
      actions={
        (may("cost.view") || may("supplier.pay")) && (
          <Button variant="default" component={Link} to="/suppliers/aging">
            <Trans>Owed by age</Trans>
          </Button>
        )
      }
      {...(manages && { rowMenu: (row: Supplier) => <RowActions supplier={row} set={flags.set} /> })}
      empty={{
        title: t`No suppliers yet`,
        text: t`Add the first, or import a list of them. Orders and deliveries are made with a supplier.`,
        action: create,
      }}
    />
  );
}

function RowActions({ supplier, set }: { supplier: Supplier; set: ReturnType<typeof useFlags>["set"] }) {
  return (
    <>
      <Menu.Item component={Link} to={`/suppliers/${supplier.id}/edit`}>
        <Trans>Edit supplier</Trans>
      </Menu.Item>
      <Menu.Item onClick={() => set(supplier, "delivery_blocked", !supplier.delivery_blocked)}>
        {supplier.delivery_blocked ? <Trans>Allow deliveries</Trans> : <Trans>Block deliveries</Trans>}
      </Menu.Item>
      <Menu.Item onClick={() => set(supplier, "is_active", supplier.is_active === false)}>
        {supplier.is_active === false ? <Trans>Put back into use</Trans> : <Trans>Take out of use</Trans>}
      </Menu.Item>
    </>
  );
}
