/**
 * The frame of a document: its number and status, the ways on, its path, what a posting will do, its content, and beside
 * it facts and history.
 */
import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Notice } from "@/components/ui/Notice";
import { Page, TwoColumns } from "@/components/ui/Page";
import { StatusBadge } from "@/components/ui/StatusBadge";
import type { Schemas } from "@/lib/api";
import { read } from "./call";
import { History } from "./History";
import { type StatusChange, StatusPath } from "./StatusPath";
import { Steps, type StepsProps } from "./Steps";
import { type Doc, statusName, statusTone } from "./words";

interface Props<D extends Doc> extends StepsProps<D> {
  /** The kind in words, such as "Transfer". */
  kind: string;
  back: { to: string; label: string };
  /** Actions besides the steps. */
  actions?: ReactNode;
  /** What the next posting will do. */
  ahead?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
}

export function DocumentPage<D extends Doc>(props: Props<D>) {
  const { t } = useLingui();
  const { doc, path, kind, back, actions, ahead, aside, children, ...steps } = props;
  const { data: history = [] } = useQuery({
    queryKey: [path, doc.id, "history", doc.status],
    queryFn: ({ signal }) => read<StatusChange[]>(`${path}${doc.id}/history/`, {}, signal),
  });
  const { data: type } = useQuery({
    queryKey: ["document-types", doc.document_type],
    queryFn: ({ signal }) => read<Schemas["DocumentType"]>(`/api/document-types/${doc.document_type}/`, {}, signal),
    staleTime: 300_000,
  });
  const nameOf = (code: string) => type?.statuses.find((one) => one.code === code)?.name ?? code;
  return (
    <Page
      title={`${kind} ${doc.number}`}
      beside={<StatusBadge tone={statusTone(doc.status)}>{statusName(doc.status_name)}</StatusBadge>}
      back={back}
      actions={
        <>
          <Steps doc={doc} path={path} {...steps} />
          {actions}
        </>
      }
    >
      <StatusPath doc={doc} history={history} />
      {ahead && (
        <Notice kind="info">
          <span className="visually-hidden">{t`What will happen: `}</span>
          {ahead}
        </Notice>
      )}
      <TwoColumns
        aside={
          <>
            {aside}
            <History history={history} nameOf={nameOf} />
          </>
        }
      >
        {children}
      </TwoColumns>
    </Page>
  );
}

/** A document by its id, kept where the steps write it. */
export function useDocument<D extends Doc>(path: string, id: string) {
  return useQuery({ queryKey: [path, id], queryFn: ({ signal }) => read<D>(`${path}${id}/`, {}, signal) });
}
