/** Whole lists as files. */
import { useLingui as useCatalog } from "@lingui/react";
import { useLingui } from "@lingui/react/macro";
import { Button, Group } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { ProblemNotice } from "@/components/ui/Notice";
import { Page, Section } from "@/components/ui/Page";
import { SimpleTable } from "@/components/ui/SimpleTable";
import { exportFile, type Kind, saveFile } from "./api";
import { KINDS, ORDER } from "./words";

export default function ExportsPage() {
  const { t } = useLingui();
  const { i18n } = useCatalog();
  const [busy, setBusy] = useState<string>();
  const [error, setError] = useState<unknown>();
  const take = async (kind: Kind, format: "csv" | "xlsx") => {
    setBusy(`${kind} ${format}`);
    setError(undefined);
    await saveFile(exportFile(kind, format), `${kind}.${format}`).catch(setError);
    setBusy(undefined);
  };
  const button = (kind: Kind, format: "csv" | "xlsx", label: string) => (
    <Button
      size="sm"
      variant="default"
      leftSection={<IconDownload size={18} aria-hidden />}
      loading={busy === `${kind} ${format}`}
      aria-label={t`${i18n._(KINDS[kind].name)} as ${label}`}
      onClick={() => take(kind, format)}
    >
      {label}
    </Button>
  );
  return (
    <Page title={t`Exports`}>
      <ProblemNotice error={error} />
      <Section>
        <SimpleTable
          label={t`Exports`}
          head={[{ label: t`List` }, { label: t`What is in it` }, { label: t`File` }]}
          rows={ORDER.map((kind) => ({
            key: kind,
            cells: [
              <strong key="name">{i18n._(KINDS[kind].name)}</strong>,
              i18n._(KINDS[kind].what),
              <Group key="files" gap="xs" wrap="nowrap">
                {button(kind, "xlsx", "Excel")}
                {button(kind, "csv", "CSV")}
              </Group>,
            ],
          }))}
        />
      </Section>
    </Page>
  );
}
