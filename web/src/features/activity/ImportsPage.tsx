/** Files that were brought in: what became of each. */
import { useLingui as useCatalog } from "@lingui/react";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { Column } from "@/components/list/columns";
import { ListPage } from "@/components/list/ListPage";
import { StatusBadge } from "@/components/ui/StatusBadge";
import type { Schemas } from "@/lib/api";
import { count, dateTime } from "@/lib/format";
import { useMemberName } from "@/lib/names";
import { isBusy, POLL_MS, readImports } from "./api";
import { Working } from "./Working";
import { KINDS, STATES } from "./words";

type Job = Schemas["ImportJob"];

export default function ImportsPage() {
  const { t } = useLingui();
  const { i18n } = useCatalog();
  const person = useMemberName();
  const state = (row: Job) => STATES[row.status ?? "UPLOADED"];
  const kind = (row: Job) => i18n._(KINDS[row.kind].name);
  const figure = (id: string, header: string, value: (row: Job) => number | undefined): Column<Job> => ({
    id,
    header,
    figure: true,
    cell: (row) => count(value(row) ?? 0),
    text: (row) => String(value(row) ?? 0),
  });
  const columns: Column<Job>[] = [
    { id: "file", header: t`File`, cell: (row) => row.file_name, text: (row) => row.file_name },
    { id: "kind", header: t`Kind`, cell: kind, text: kind },
    {
      id: "state",
      header: t`State`,
      narrow: true,
      cell: (row) => (
        <>
          <StatusBadge tone={state(row).tone}>{i18n._(state(row).words)}</StatusBadge>
          {isBusy(row) && <Working job={row} />}
        </>
      ),
      text: (row) => i18n._(state(row).words),
    },
    figure("rows", t`Rows`, (row) => row.rows_total),
    figure("created", t`Added`, (row) => row.created_count),
    figure("changed", t`Changed`, (row) => row.changed_count),
    figure("problems", t`Problems`, (row) => row.problems_count),
    { id: "who", header: t`Who`, cell: (row) => person(row.user), text: (row) => person(row.user) },
    { id: "when", header: t`When`, cell: (row) => dateTime(row.created_at), text: (row) => row.created_at },
  ];
  return (
    <ListPage
      id="imports"
      title={t`Imports`}
      columns={columns}
      read={readImports}
      rereadMs={(rows) => (rows.some(isBusy) ? POLL_MS : undefined)}
      rowKey={(row) => row.id}
      rowTo={(row) => `/activity/imports/${row.id}`}
      primary={
        <Button component={Link} to="/activity/imports/new">
          {t`Import a file`}
        </Button>
      }
      empty={{
        title: t`No imports yet`,
        text: t`Products, prices, customers, suppliers and opening stock come from a CSV or Excel file. It is checked before anything changes.`,
      }}
    />
  );
}
