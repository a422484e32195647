/** The sales of this till: which the server has, which wait, what was noted; sent, saved as a file, printed again. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Drawer, FileButton, Group } from "@mantine/core";
import { useEffect, useState } from "react";
import { save } from "@/components/list/export";
import { adviceText, flagText } from "@/components/offline/words";
import { Notice, ProblemNotice } from "@/components/ui/Notice";
import { StatusBadge, type Tone } from "@/components/ui/StatusBadge";
import { money, time } from "@/lib/format";
import { Problem } from "@/lib/problem";
import { problemText } from "@/lib/words";
import { vault } from "../local/vault";
import { bringFile, queueFile } from "../state/queue";
import type { SaleRecord, SaleState } from "../state/sale";
import { tend } from "../state/tending";
import { useTill } from "../state/till";
import { Paper } from "./Paper";
import classes from "./till.module.css";
import { useTillWords } from "./words";

const TONES: Record<SaleState, Tone> = {
  ASKING: "waiting",
  DONE: "done",
  WAITING: "waiting",
  SENDING: "waiting",
  ACCEPTED: "done",
  ACCEPTED_WITH_NOTE: "partly",
  NEEDS_REVIEW: "danger",
  SETTLED: "done",
  REFUSED: "danger",
};

export function Queue({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useLingui();
  const { waiting, review, sending, online } = useTill();
  const [rows, setRows] = useState<SaleRecord[]>([]);
  const [shown, setShown] = useState<SaleRecord>();
  const [told, setTold] = useState<string>();
  const [error, setError] = useState<unknown>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: read anew whenever the counts change
  useEffect(() => {
    if (opened) void vault.sales.orderBy("made_at").reverse().limit(100).toArray().then(setRows);
  }, [opened, waiting, review, sending]);
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
  return (
    <Drawer opened={opened} onClose={onClose} size="lg" title={t`Sales of this till`}>
      <div style={{ display: "grid", gap: "var(--space-3)" }}>
        <Group gap="xs">
          <Button onClick={() => void tend()} disabled={waiting === 0} loading={sending}>
            <Trans>Send now</Trans>
          </Button>
          <Button
            variant="default"
            disabled={waiting === 0}
            onClick={() =>
              queueFile()
                .then((file) => save(file.name, file.content, "application/json"))
                .catch(setError)
            }
          >
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
        {told && <Notice kind="done">{told}</Notice>}
        <ProblemNotice error={error} />
        {rows.length === 0 && (
          <p className={classes.small}>
            <Trans>Nothing was sold at this till yet. Each sale stands here with what became of it.</Trans>
          </p>
        )}
        {shown && <Paper receipt={shown.receipt} />}
        <ul className={classes.taken}>
          {rows.map((row) => (
            <Row key={row.id} row={row} onShow={() => setShown(shown?.id === row.id ? undefined : row)} />
          ))}
        </ul>
      </div>
    </Drawer>
  );
}

function Row({ row, onShow }: { row: SaleRecord; onShow: () => void }) {
  const { t } = useLingui();
  const words = useTillWords();
  const states: Record<SaleState, string> = {
    ASKING: t`Not confirmed`,
    DONE: t`Booked`,
    WAITING: t`Waiting`,
    SENDING: t`Sending`,
    ACCEPTED: t`Accepted`,
    ACCEPTED_WITH_NOTE: t`Accepted with note`,
    NEEDS_REVIEW: t`Needs review`,
    SETTLED: t`Settled`,
    REFUSED: t`Not booked`,
  };
  const why = row.code && (adviceText(row.code) ?? problemText(new Problem(row.code, 0, row.detail ?? row.code)));
  return (
    <li style={{ flexWrap: "wrap" }} data-state={row.state}>
      <span>
        <strong>{row.receipt.number || t`without number`}</strong>
        <br />
        <span className={classes.small}>
          {time(row.made_at)} · {row.receipt.tenders.map((tender) => words.method(tender.method)).join(", ")}
          {row.sequence !== null && ` · ${t`no. ${row.sequence} of the queue`}`}
        </span>
        {row.flags.map((flag) => (
          <span key={flag} className={classes.flag}>
            <br />
            {flagText(flag)}
          </span>
        ))}
        {why && (
          <span className={classes.flag} data-tone="danger">
            <br />
            {why}
          </span>
        )}
      </span>
      <Group gap="xs">
        <StatusBadge tone={TONES[row.state]}>{states[row.state]}</StatusBadge>
        <strong>{money(row.receipt.total, row.receipt.currency)}</strong>
        <Button variant="default" size="sm" onClick={onShow}>
          <Trans>Receipt</Trans>
        </Button>
      </Group>
    </li>
  );
}
