/** One sale of this till: what became of it, what was noted, what differs from the books, and its receipt. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group } from "@mantine/core";
import { useRef, useState } from "react";
import { flushSync } from "react-dom";
import { Differences } from "@/components/offline/Differences";
import { differencesIn } from "@/components/offline/differences";
import { adviceText, flagText } from "@/components/offline/words";
import { StatusBadge, type Tone } from "@/components/ui/StatusBadge";
import { dateTime, money } from "@/lib/format";
import { Problem } from "@/lib/problem";
import { problemText } from "@/lib/words";
import { BOOKED, countPrint } from "../state/papers";
import { startReturn } from "../state/returns";
import type { SaleRecord, SaleState } from "../state/sale";
import { isNothing, Paper } from "./Paper";
import { printPart } from "./printed";
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

interface Props {
  row: SaleRecord;
  /** Whether its receipt is shown. */
  isOpen: boolean;
  onShow: () => void;
}

export function QueueRow({ row, isOpen, onShow }: Props) {
  const { t } = useLingui();
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
  const differences = differencesIn(row.differences);
  const isVoid = row.returns?.some((one) => one.isVoid);
  return (
    <li className={classes.saleRow} data-state={row.state}>
      <Facts row={row} />
      <Group gap="xs">
        <StatusBadge tone={isVoid ? "cancelled" : TONES[row.state]}>
          {isVoid ? t`Voided` : states[row.state]}
        </StatusBadge>
        <strong>{money(row.receipt.total, row.receipt.currency)}</strong>
        <Button variant="default" size="sm" aria-expanded={isOpen} onClick={onShow}>
          <Trans>Receipt</Trans>
        </Button>
        {BOOKED.has(row.state) && !isVoid && (
          <Button variant="default" size="sm" onClick={() => startReturn(row.receipt.number)}>
            <Trans>Return goods</Trans>
          </Button>
        )}
      </Group>
      {differences.length > 0 && (
        <div className={classes.wide}>
          <Differences
            rows={differences}
            currency={row.receipt.currency}
            label={t`What differs of ${row.receipt.number}`}
          />
        </div>
      )}
      {isOpen && (
        <div className={classes.wide}>
          <Reprint row={row} />
        </div>
      )}
    </li>
  );
}

/** The receipt, and a print of it, which says that it is a copy. */
function Reprint({ row }: { row: SaleRecord }) {
  const [copy, setCopy] = useState(0);
  const paper = useRef<HTMLDivElement>(null);
  const printIt = async () => {
    const number = await countPrint(row);
    flushSync(() => setCopy(number));
    if (paper.current) printPart(paper.current);
  };
  return (
    <>
      <div ref={paper}>
        <Paper receipt={row.receipt} copy={copy} />
      </div>
      <Button variant="default" onClick={() => void printIt()}>
        <Trans>Print again</Trans>
      </Button>
    </>
  );
}

function Facts({ row }: { row: SaleRecord }) {
  const { t } = useLingui();
  const words = useTillWords();
  const methods = row.receipt.tenders.map((tender) => words.method(tender.method));
  if (!isNothing(row.receipt.due)) methods.push(words.method("CREDIT"));
  const why = row.code && (adviceText(row.code) ?? problemText(new Problem(row.code, 0, row.detail ?? row.code)));
  return (
    <div>
      <strong>{row.receipt.number || t`without number`}</strong>
      <div className={classes.small}>
        {[dateTime(row.made_at), ...methods].join(" · ")}
        {row.sequence !== null && ` · ${t`no. ${row.sequence} of the queue`}`}
      </div>
      {row.returns?.map(({ number, isVoid }) => (
        <div key={number} className={classes.flag}>
          {isVoid ? t`Voided as ${number}` : t`Taken back as ${number}`}
        </div>
      ))}
      {row.flags.map((flag) => (
        <div key={flag} className={classes.flag}>
          {flagText(flag)}
        </div>
      ))}
      {why && (
        <div className={classes.flag} data-tone="danger">
          {why}
        </div>
      )}
    </div>
  );
}
