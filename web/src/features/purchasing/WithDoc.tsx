/** A document's page until it is there: waiting, or why it is not. */
import { useLingui } from "@lingui/react/macro";
import { useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useDocument } from "@/components/documents/DocumentPage";
import type { Doc } from "@/components/documents/words";
import { ProblemNotice } from "@/components/ui/Notice";
import { Page } from "@/components/ui/Page";
import { Waiting } from "@/components/ui/Waiting";

interface Props<D extends Doc> {
  path: string;
  title: string;
  back: { to: string; label: string };
  children: (doc: D) => ReactNode;
}

export function WithDoc<D extends Doc>({ path, title, back, children }: Props<D>) {
  const { t } = useLingui();
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const { data, error } = useDocument<D>(path, id);
  if (data) return children(data);
  return (
    <Page title={title} back={back}>
      {error ? <ProblemNotice error={error} /> : <Waiting label={t`Loading`} />}
    </Page>
  );
}
