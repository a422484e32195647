/** The sales of this till: which the server has, which wait, what was noted; sent, saved as a file, printed again. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Drawer, FileButton, Group } from "@mantine/core";
import { useEffect, useState } from "react";
import { save } from "@/components/list/export";
import { Notice, ProblemNotice } from "@/components/ui/Notice";
import { bringFile, queueFile } from "../state/queue";
import type { SaleRecord } from "../state/sale";
import { tend } from "../state/tending";
import { get, useTill } from "../state/till";
import { QueueRow } from "./QueueRow";
import { useSales } from "./sales";
import classes from "./till.module.css";

export function Queue({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useLingui();
  return (
    <Drawer opened={opened} onClose={onClose} returnFocus={false} size="lg" title={t`Sales of this till`}>
      <div className={classes.stack}>
        <Acts />
        <Sales />
      </div>
    </Drawer>
  );
}

/** What can be done with those that wait. */
function Acts() {
  const { t } = useLingui();
  const { waiting, sending, online } = useTill();
  const [told, setTold] = useState<string>();
  const [error, setError] = useState<unknown>();
  const bring = async (file: File | null) => {
    if (!file) return;
    setError(undefined);
    try {
      const results = await bringFile(await file.text());
      setTold(t`${results.length} sales of the file were brought in.`);
    } catch (refused) {
      setError(refused instanceof SyntaxError ? new Error(t`This is no file of a till.`) : refused);
    }
  };
  const sendNow = async () => {
    setTold("");
    await tend();
    if (!get().online) setTold(t`There is still no connection. The sales are safe here and are sent by themselves.`);
  };
  const saveFile = () =>
    void queueFile()
      .then((file) => save(file.name, file.content, "application/json"))
      .catch(setError);
  return (
    <>
      <Group gap="xs">
        <Button onClick={() => void sendNow()} disabled={waiting === 0} loading={sending}>
          <Trans>Send now</Trans>
        </Button>
        <Button variant="default" disabled={waiting === 0} onClick={saveFile}>
          <Trans>Save signed file</Trans>
        </Button>
        <FileButton onChange={(file) => void bring(file)} accept="application/json">
          {(props) => (
            <Button variant="default" {...props} disabled={!online}>
              <Trans>Bring in a file of another till</Trans>
            </Button>
          )}
        </FileButton>
      </Group>
      {told && <Notice kind={online ? "done" : "info"}>{told}</Notice>}
      <ProblemNotice error={error} />
    </>
  );
}

function Sales() {
  const about = useTill((state) => state.about);
  const { rows, hasOlder, showOlder } = useSales(about);
  const [shown, setShown] = useState(about);
  useEffect(() => setShown(about), [about]);
  const toggle = (row: SaleRecord) => setShown(shown === row.id ? "" : row.id);
  if (rows?.length === 0) {
    return (
      <p className={classes.small}>
        <Trans>Nothing was sold at this till yet. Each sale stands here with what became of it.</Trans>
      </p>
    );
  }
  return (
    <>
      <ul className={classes.taken}>
        {rows?.map((row) => (
          <QueueRow key={row.id} row={row} isOpen={shown === row.id} onShow={() => toggle(row)} />
        ))}
      </ul>
      {hasOlder && (
        <Button variant="default" size="lg" onClick={showOlder}>
          <Trans>Older sales</Trans>
        </Button>
      )}
    </>
  );
}
