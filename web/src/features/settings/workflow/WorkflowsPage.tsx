/** The kinds of documents, each with the steps it goes through. */

import { useLingui } from "@lingui/react/macro";
import { statusName } from "@/components/documents/words";
import type { Column } from "@/components/list/columns";
import { ListPage } from "@/components/list/ListPage";
import { asQuery } from "@/components/list/state";
import { StatusBadge } from "@/components/ui/StatusBadge";
import { answer, desk, type Schemas } from "@/lib/api";
import { kindWords } from "./kinds";

type Type = Schemas["DocumentType"];

export default function WorkflowsPage() {
  const { t } = useLingui();
  const steps = (row: Type) => row.statuses.map((status) => statusName(status.name)).join(" · ");
  const columns: Column<Type>[] = [
    { id: "name", header: t`Document`, cell: (row) => row.name, text: (row) => row.name },
    { id: "kind", header: t`Kind`, cell: (row) => kindWords(row.kind), text: (row) => row.kind },
    { id: "steps", header: t`Statuses`, cell: steps, text: steps },
    { id: "prefix", header: t`Numbers begin with`, cell: (row) => row.prefix, text: (row) => row.prefix },
    {
      id: "state",
      header: t`State`,
      narrow: true,
      cell: (row) =>
        row.is_active ? (
          <StatusBadge tone="done">{row.is_default ? t`In use, the usual one` : t`In use`}</StatusBadge>
        ) : (
          <StatusBadge tone="cancelled">{t`Not in use`}</StatusBadge>
        ),
      text: (row) => (row.is_active ? t`In use` : t`Not in use`),
    },
  ];
  return (
    <ListPage
      id="document-types"
      title={t`Workflows`}
      columns={columns}
      read={(query, signal) => answer(desk.GET("/api/document-types/", { params: { query: asQuery(query) }, signal }))}
      rowKey={(row) => row.id}
      rowTo={(row) => `/settings/workflows/${row.id}`}
      empty={{ title: t`No document types yet`, text: t`They come with the business.` }}
    />
  );
}
