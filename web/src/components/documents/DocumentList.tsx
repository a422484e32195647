/** The list of one kind of document: by number, with filters of status, place and day. */
import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Column } from "@/components/list/columns";
import type { Filter } from "@/components/list/filters";
import { ListPage } from "@/components/list/ListPage";
import { StatusBadge } from "@/components/ui/StatusBadge";
import type { Schemas } from "@/lib/api";
import { date } from "@/lib/format";
import type { Rows } from "@/lib/pages";
import { read } from "./call";
import { useLocationChoices, useLocationName } from "./refs";
import { type Doc, statusName, statusTone } from "./words";

interface Props<D extends Doc> {
  id: string;
  title: string;
  /** The kind, as document types name it. */
  kind: string;
  path: string;
  home: string;
  columns: readonly Column<D>[];
  filters?: readonly Filter[];
  primary?: ReactNode;
  empty: { title: string; text: string; action?: ReactNode };
  bulk?: (chosen: D[], clear: () => void) => ReactNode;
}

export function useStatuses(kind: string): { value: string; label: string }[] {
  const { data } = useQuery({
    queryKey: ["document-types", "of", kind],
    queryFn: ({ signal }) => read<Rows<Schemas["DocumentType"]>>("/api/document-types/", { kind }, signal),
    staleTime: 300_000,
  });
  const found = new Map<string, string>();
  for (const type of data?.results ?? []) for (const one of type.statuses) found.set(one.code, statusName(one.name));
  return [...found].map(([value, label]) => ({ value, label }));
}

export function DocumentList<D extends Doc>(props: Props<D>) {
  const { t } = useLingui();
  const nameOf = useLocationName();
  const places = useLocationChoices();
  const statuses = useStatuses(props.kind);
  const columns: Column<D>[] = [
    { id: "number", header: t`Number`, cell: (row) => row.number, text: (row) => row.number },
    {
      id: "status",
      header: t`Status`,
      narrow: true,
      cell: (row) => <StatusBadge tone={statusTone(row.status)}>{statusName(row.status_name)}</StatusBadge>,
      text: (row) => statusName(row.status_name),
    },
    ...props.columns,
    {
      id: "location",
      header: t`Place`,
      cell: (row) => nameOf(row.location),
      text: (row) => nameOf(row.location),
    },
    {
      id: "date",
      header: t`Date`,
      cell: (row) => date(row.document_date),
      text: (row) => row.document_date,
    },
  ];
  return (
    <ListPage<D>
      id={props.id}
      title={props.title}
      columns={columns}
      filters={[
        { id: "status", label: t`Status`, kind: "choice", options: statuses },
        { id: "location", label: t`Place`, kind: "choice", options: places },
        { id: "number", label: t`Number begins with`, kind: "text" },
        { id: "date_from", label: t`From`, kind: "date" },
        { id: "date_to", label: t`Until`, kind: "date" },
        ...(props.filters ?? []),
      ]}
      read={(query, signal) => read<Rows<D>>(props.path, query, signal)}
      rowKey={(row) => row.id}
      rowTo={(row) => `${props.home}/${row.id}`}
      primary={props.primary}
      empty={props.empty}
      {...(props.bulk && { bulk: props.bulk })}
    />
  );
}
