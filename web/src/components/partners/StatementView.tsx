/** A statement of account: a period, the balance before and after, each entry between; and the same as a file. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, TextInput } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { useQueryState } from "@/components/list/state";
import { ProblemNotice } from "@/components/ui/Notice";
import { SimpleTable } from "@/components/ui/SimpleTable";
import { Waiting } from "@/components/ui/Waiting";
import { date, money } from "@/lib/format";

export interface StatementEntry {
  id: string;
  day: string;
  words: string;
  reference: string;
  due: string | null;
  amount: string;
  balance: string;
}

export interface StatementFigures {
  opening: string;
  closing: string;
  entries: readonly StatementEntry[];
}

/** The period in the address: `since` and `until`, days or nothing. */
export function useStatementPeriod(): Record<string, string> {
  const [query] = useQueryState();
  const { since, until } = query;
  return { ...(since && { since }), ...(until && { until }) };
}

interface Props {
  statement: StatementFigures | undefined;
  error: unknown;
  currency: string;
  files: readonly { label: string; save: () => Promise<void> }[];
}

export function StatementView({ statement, error, currency, files }: Props) {
  const { t } = useLingui();
  const [query, change] = useQueryState();
  const [refused, setRefused] = useState<unknown>();
  const day = (field: "since" | "until", label: string) => (
    <TextInput
      key={`${field}${query[field] ?? ""}`}
      type="date"
      label={label}
      defaultValue={query[field] ?? ""}
      onChange={(event) => change({ [field]: event.currentTarget.value || undefined })}
    />
  );
  return (
    <div style={{ display: "grid", gap: "var(--space-4)", gridTemplateColumns: "minmax(0, 1fr)" }}>
      <Group align="flex-end">
        {day("since", t`From`)}
        {day("until", t`To`)}
        <Group gap="xs" ml="auto">
          {files.map((file) => (
            <Button
              key={file.label}
              variant="default"
              leftSection={<IconDownload size={18} aria-hidden />}
              onClick={() => {
                setRefused(undefined);
                file.save().catch(setRefused);
              }}
            >
              {file.label}
            </Button>
          ))}
        </Group>
      </Group>
      <ProblemNotice error={error ?? refused} />
      {!statement && !error && <Waiting label={t`Loading the statement`} />}
      {statement && <Entries statement={statement} currency={currency} />}
    </div>
  );
}

function Entries({ statement, currency }: { statement: StatementFigures; currency: string }) {
  const { t } = useLingui();
  const told = (amount: string) => money(amount, currency);
  const edge = (key: string, words: string, balance: string) => ({
    key,
    strong: true,
    cells: ["", words, "", "", "", told(balance)],
  });
  return (
    <>
      <SimpleTable
        label={t`Statement`}
        head={[
          { label: t`Day` },
          { label: t`Entry` },
          { label: t`Reference` },
          { label: t`Due` },
          { label: t`Amount`, figure: true },
          { label: t`Balance`, figure: true },
        ]}
        rows={[
          edge("opening", t`Balance before`, statement.opening),
          ...statement.entries.map((entry) => ({
            key: entry.id,
            cells: [
              date(entry.day),
              entry.words,
              entry.reference || "-",
              entry.due ? date(entry.due) : "-",
              told(entry.amount),
              told(entry.balance),
            ],
          })),
          edge("closing", t`Balance after`, statement.closing),
        ]}
      />
      {statement.entries.length === 0 && (
        <p>
          <Trans>Nothing was booked in this period.</Trans>
        </p>
      )}
    </>
  );
}
