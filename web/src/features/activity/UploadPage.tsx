/** A file to bring in: what it holds, the file itself, and how much of it went up. */
import { useLingui as useCatalog } from "@lingui/react";
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, FileInput, Group, Progress, Radio } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { ProblemNotice } from "@/components/ui/Notice";
import { Page, Section } from "@/components/ui/Page";
import { useMay } from "@/lib/session";
import { type Kind, saveFile, templateFile, upload } from "./api";
import { KINDS, ORDER } from "./words";

export default function UploadPage() {
  const { t } = useLingui();
  const { i18n } = useCatalog();
  const may = useMay();
  const navigate = useNavigate();
  const [kind, setKind] = useState<Kind>("products");
  const [file, setFile] = useState<File | null>(null);
  const [missing, setMissing] = useState(false);
  const [gone, setGone] = useState<number>();
  const [error, setError] = useState<unknown>();
  const send = async () => {
    setMissing(!file);
    if (!file) return;
    setError(undefined);
    setGone(0);
    try {
      const job = await upload(kind, file, setGone);
      await navigate({ to: `/activity/imports/${job.id}` });
    } catch (refused) {
      setError(refused);
      setGone(undefined);
    }
  };
  const template = (format: "csv" | "xlsx") =>
    saveFile(templateFile(kind, format), `${kind}-template.${format}`).catch(setError);
  const name = i18n._(KINDS[kind].name);
  return (
    <Page title={t`Import a file`} back={{ to: "/activity/imports", label: t`Imports` }}>
      <ProblemNotice error={error} />
      <Section title={t`1. What the file holds`}>
        <Radio.Group aria-label={t`What the file holds`} value={kind} onChange={(value) => setKind(value as Kind)}>
          {ORDER.map((one) => (
            <Radio
              key={one}
              value={one}
              label={i18n._(KINDS[one].name)}
              description={i18n._(KINDS[one].what)}
              my="sm"
            />
          ))}
        </Radio.Group>
        {may("data.export") && (
          <Group gap="xs" mt="sm">
            <span>
              <Trans>An empty file with the right columns:</Trans>
            </span>
            <Button size="sm" variant="default" onClick={() => template("xlsx")}>
              {t`Excel template of ${name}`}
            </Button>
            <Button size="sm" variant="default" onClick={() => template("csv")}>
              {t`CSV template of ${name}`}
            </Button>
          </Group>
        )}
      </Section>
      <Section title={t`2. The file`}>
        <FileInput
          label={t`CSV or Excel file`}
          placeholder={t`Choose a file`}
          accept=".csv,.xlsx,text/csv"
          value={file}
          onChange={(chosen) => {
            setFile(chosen);
            setMissing(false);
          }}
          error={missing ? t`Choose a file first.` : undefined}
          clearable
          clearButtonProps={{ "aria-label": t`Take the file away` }}
          maw="40rem"
        />
        {gone !== undefined && (
          <div role="status">
            <p>{gone < 100 ? t`Sending: ${gone}%` : t`Sent. The server checks it.`}</p>
            <Progress value={gone} aria-label={t`Sent so far`} />
          </div>
        )}
        <Group mt="md">
          <Button onClick={send} loading={gone !== undefined}>
            <Trans>Check file</Trans>
          </Button>
          <span style={{ color: "var(--muted)" }}>
            <Trans>Checking changes nothing.</Trans>
          </span>
        </Group>
      </Section>
    </Page>
  );
}
