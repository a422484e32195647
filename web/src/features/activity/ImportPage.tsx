/** One import: how far it is, what it would do or did, what is wrong with it, and the way to apply it. */
import { useLingui as useCatalog } from "@lingui/react";
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button, Checkbox } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { ListPage } from "@/components/list/ListPage";
import { Ask } from "@/components/ui/Ask";
import { Notice, ProblemNotice } from "@/components/ui/Notice";
import { Figure, Figures, Page, Section } from "@/components/ui/Page";
import { StatusBadge } from "@/components/ui/StatusBadge";
import { Waiting } from "@/components/ui/Waiting";
import { count, dateTime } from "@/lib/format";
import { useActKey } from "@/lib/keys";
import { applyImport, importQuery, isBusy, type Job, problemsFile, readProblems, saveFile } from "./api";
import { Working } from "./Working";
import { KINDS, STATES } from "./words";

export default function ImportPage() {
  const { t } = useLingui();
  const { i18n } = useCatalog();
  const { id } = useParams({ strict: false }) as { id: string };
  const { data: job, error } = useQuery(importQuery(id));
  const [asking, setAsking] = useState(false);
  const back = { to: "/activity/imports", label: t`Imports` };
  if (!job) {
    return (
      <Page title={t`Import`} back={back}>
        <ProblemNotice error={error} />
        {!error && <Waiting label={t`Loading the import`} />}
      </Page>
    );
  }
  const state = STATES[job.status ?? "UPLOADED"];
  return (
    <Page
      title={job.file_name}
      beside={<StatusBadge tone={state.tone}>{i18n._(state.words)}</StatusBadge>}
      back={back}
      actions={job.status === "CHECKED" && <Button onClick={() => setAsking(true)}>{t`Apply import`}</Button>}
    >
      <p style={{ margin: 0, color: "var(--muted)" }}>
        {i18n._(KINDS[job.kind].name)} · {dateTime(job.created_at)}
      </p>
      {isBusy(job) && (
        <Section>
          <div role="status">
            <Working job={job} />
          </div>
          <p style={{ marginBottom: 0, color: "var(--muted)" }}>
            <Trans>You may leave this page; the work goes on.</Trans>
          </p>
        </Section>
      )}
      <Outcome job={job} />
      <Figures>
        <Figure label={t`Rows in the file`} value={count(job.rows_total)} />
        <Figure label={job.status === "APPLIED" ? t`Added` : t`To be added`} value={count(job.created_count ?? 0)} />
        <Figure
          label={job.status === "APPLIED" ? t`Changed` : t`To be changed`}
          value={count(job.changed_count ?? 0)}
        />
        <Figure label={t`Problems`} value={count(job.problems_count ?? 0)} />
      </Figures>
      {(job.problems_count ?? 0) > 0 && <Problems id={job.id} name={job.file_name} />}
      {asking && <Apply job={job} onDone={() => setAsking(false)} />}
    </Page>
  );
}

function Outcome({ job }: { job: Job }) {
  if (job.status === "APPLIED") {
    return (
      <Notice kind="done">
        <Trans>The file is applied.</Trans>
      </Notice>
    );
  }
  if (job.status === "CHECKED") {
    return (
      <Notice kind="info">
        <Trans>Everything fits. Nothing has changed yet.</Trans>
      </Notice>
    );
  }
  if (job.status === "REFUSED") {
    return (
      <Notice kind="warning">
        <Trans>Nothing was changed. Mend the rows below in your file and import it again.</Trans>
      </Notice>
    );
  }
  if (job.status === "FAILED") {
    return (
      <Notice kind="danger" note={job.failure_code}>
        {job.failure_message || <Trans>The import broke off. Nothing was changed.</Trans>}
      </Notice>
    );
  }
  return null;
}

function Problems({ id, name }: { id: string; name: string }) {
  const { t } = useLingui();
  const [error, setError] = useState<unknown>();
  return (
    <Section
      title={t`What is wrong`}
      actions={
        <Button
          size="sm"
          variant="default"
          leftSection={<IconDownload size={18} aria-hidden />}
          onClick={() => saveFile(problemsFile(id), `${name}-problems.csv`).catch(setError)}
        >
          <Trans>Problems as a file</Trans>
        </Button>
      }
    >
      <ProblemNotice error={error} />
      <ListPage
        bare
        id={`import-problems-${id}`}
        title={t`What is wrong`}
        columns={[
          { id: "line", header: t`Line`, cell: (row) => row.line, text: (row) => String(row.line) },
          { id: "message", header: t`Problem`, cell: (row) => row.message, text: (row) => row.message, narrow: true },
          { id: "column", header: t`Column`, cell: (row) => row.column || "-", text: (row) => row.column },
          { id: "value", header: t`Value`, cell: (row) => row.value || "-", text: (row) => row.value ?? "" },
        ]}
        read={readProblems(id)}
        rowKey={(row) => `${row.line} ${row.column} ${row.code}`}
        empty={{ title: t`No problems`, text: t`Every row fits.` }}
      />
    </Section>
  );
}

function Apply({ job, onDone }: { job: Job; onDone: () => void }) {
  const { t } = useLingui();
  const cache = useQueryClient();
  const key = useActKey();
  const [force, setForce] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const act = async () => {
    setBusy(true);
    try {
      cache.setQueryData(importQuery(job.id).queryKey, await applyImport(job.id, force, key({ force })));
      cache.invalidateQueries({ queryKey: ["imports"] });
      onDone();
    } catch (refused) {
      setError(refused);
      setBusy(false);
    }
  };
  return (
    <Ask
      opened
      title={t`Apply ${job.file_name}?`}
      act={t`Apply import`}
      keep={t`Not now`}
      busy={busy}
      error={error}
      onAct={act}
      onKeep={onDone}
    >
      <p>
        <Plural
          value={job.created_count ?? 0}
          one="# row is added"
          other={`${count(job.created_count ?? 0)} rows are added`}
        />
        {", "}
        <Plural
          value={job.changed_count ?? 0}
          one="# row is changed"
          other={`${count(job.changed_count ?? 0)} rows are changed`}
        />
        {": "}
        <Trans>all of it or nothing.</Trans>
      </p>
      {job.kind === "opening_stock" && (
        <Checkbox
          label={t`Take the stock even if this file was applied before`}
          checked={force}
          onChange={(event) => setForce(event.currentTarget.checked)}
        />
      )}
    </Ask>
  );
}
