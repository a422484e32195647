/** A card of a dashboard or report: a figure drawn, said in one sentence, and as a table on request. */
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { csv, save } from "@/components/list/export";
import { Section } from "@/components/ui/Page";
import { type Head, SimpleTable } from "@/components/ui/SimpleTable";

interface Props {
  title: string;
  /** What the drawing shows, for who can't see it. */
  summary: string;
  head: readonly Head[];
  rows: readonly { key: string; cells: readonly ReactNode[] }[];
  children: ReactNode;
  more?: ReactNode;
  /** Its figures as a file. */
  file?: { name: string; rows: readonly (readonly string[])[] };
}

function saveTable(name: string, head: readonly Head[], rows: readonly (readonly string[])[]) {
  const columns = head.map((one, at) => ({
    id: String(at),
    header: String(one.label),
    cell: () => null,
    text: (row: readonly string[]) => row[at] ?? "",
  }));
  save(name, csv(columns, rows));
}

export function ChartCard({ title, summary, head, rows, children, more, file }: Props) {
  const { t } = useLingui();
  const [asTable, setAsTable] = useState(false);
  return (
    <Section
      title={title}
      actions={
        rows.length > 0 && (
          <>
            {file && (
              <Button
                variant="subtle"
                size="compact-sm"
                aria-label={t`Export ${title}`}
                onClick={() => saveTable(file.name, head, file.rows)}
              >
                {t`Export`}
              </Button>
            )}
            <Button variant="subtle" size="compact-sm" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
              {asTable ? t`As chart` : t`As table`}
            </Button>
          </>
        )
      }
    >
      {rows.length > 0 && <p className="visually-hidden">{summary}</p>}
      {rows.length > 0 && asTable ? <SimpleTable label={title} head={head} rows={rows} /> : children}
      {more}
    </Section>
  );
}
