/** The shift of the drawer: opened with a float, cash in and out, the X report, counted blind and closed. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Drawer, Group } from "@mantine/core";
import { useEffect, useState } from "react";
import { Notice, ProblemNotice } from "@/components/ui/Notice";
import { currencyOf } from "@/domain/cart";
import { typedAmount } from "@/domain/quantity";
import { dateTime } from "@/lib/format";
import { askShift, openShift, type Shift as ShiftFacts, type ShiftReport, useShift, xReport } from "../state/shift";
import { useTill } from "../state/till";
import { CashCount, NOTHING_COUNTED } from "./CashCount";
import { CashMove } from "./CashMove";
import { CloseShift } from "./CloseShift";
import { printPart } from "./printed";
import { ShiftPaper } from "./ShiftPaper";
import { isEven, isTold, useShiftWords } from "./shiftWords";
import classes from "./till.module.css";
import { useTillWords } from "./words";

interface Props {
  opened: boolean;
  onClose: () => void;
}

export function Shift({ opened, onClose }: Props) {
  const { t } = useLingui();
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      returnFocus={false}
      size="lg"
      title={t`Shift`}
      closeButtonProps={{ "aria-label": t`Close` }}
    >
      <Panel onClose={onClose} />
    </Drawer>
  );
}

type Step = "facts" | "cash" | "report" | "close";

function Panel({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const words = useTillWords();
  const isConnected = useTill((state) => state.online && state.session?.token != null);
  const shift = useShift((state) => state.shift);
  const [step, setStep] = useState<Step>("facts");
  const [closed, setClosed] = useState<ShiftFacts>();
  const [report, setReport] = useState<ShiftReport>();
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    if (isConnected) askShift().catch(setError);
  }, [isConnected]);
  if (closed) return <Closed shift={closed} onClose={onClose} />;
  if (!isConnected) {
    return (
      <div className={classes.stack}>
        {shift && <Facts shift={shift} />}
        <Notice kind="warning">{t`A shift is opened, counted and closed with a connection. Sales go on without one.`}</Notice>
      </div>
    );
  }
  if (error) return <ProblemNotice error={words.told(error)} />;
  if (shift === undefined) return null;
  if (shift === null) return <OpenForm onDone={onClose} />;
  const back = () => setStep("facts");
  if (step === "cash") return <CashMove shift={shift} onDone={back} />;
  if (step === "close") return <CloseShift shift={shift} onBack={back} onClosed={setClosed} />;
  if (step === "report" && report) return <Report shift={shift} report={report} onBack={back} />;
  const showReport = () =>
    xReport(shift).then((told) => {
      setReport(told);
      setStep("report");
    }, setError);
  return <OpenShift shift={shift} onStep={setStep} onReport={() => void showReport()} />;
}

function OpenForm({ onDone }: { onDone: () => void }) {
  const { t } = useLingui();
  const words = useTillWords();
  const memory = useTill((state) => state.memory);
  const [float, setFloat] = useState(NOTHING_COUNTED);
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  if (!memory) return null;
  const typed = typedAmount(float.amount, currencyOf(memory));
  const open = async () => {
    if (!typed.value) return;
    setBusy(true);
    setError(undefined);
    try {
      await openShift(typed.value.toString());
      onDone();
    } catch (refused) {
      setError(words.told(refused));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className={classes.stack}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void open();
      }}
    >
      <strong className={classes.customerName}>
        <Trans>No shift is open at this till</Trans>
      </strong>
      <p className={classes.small}>
        <Trans>
          Count the cash in the drawer before the first sale. Sales and cash count in this shift until it is closed.
        </Trans>
      </p>
      <ProblemNotice error={error} />
      <CashCount
        label={t`Cash in the drawer`}
        value={float}
        error={float.amount.trim() && typed.problem ? t`Type an amount.` : undefined}
        onChange={setFloat}
      />
      <Button type="submit" size="xl" loading={busy} disabled={!typed.value}>
        {typed.value ? t`Open the shift with ${words.money(typed.value.toString())}` : t`Open the shift`}
      </Button>
    </form>
  );
}

function Facts({ shift }: { shift: ShiftFacts }) {
  const { t } = useLingui();
  const words = useTillWords();
  const shiftWords = useShiftWords();
  const zone = useTill((state) => state.memory?.settings.storefront.timezone);
  return (
    <>
      <strong className={classes.customerName}>{t`Open since ${dateTime(shift.opened_at, zone)}`}</strong>
      <div className={classes.totalRow} style={{ fontSize: "1rem" }}>
        <span>
          <Trans>Float</Trans>
        </span>
        <strong>{words.money(shift.opening_float)}</strong>
      </div>
      {shift.cash_movements.map((moved) => (
        <div key={moved.id} className={classes.totalRow} style={{ fontSize: "1rem" }}>
          <span>
            {moved.kind === "IN" ? t`Cash in` : t`Cash out`} · {shiftWords.reason(moved.reason)}
            {moved.note && ` · ${moved.note}`}
          </span>
          <span>{words.money(moved.amount)}</span>
        </div>
      ))}
    </>
  );
}

interface OpenShiftProps {
  shift: ShiftFacts;
  onStep: (step: Step) => void;
  onReport: () => void;
}

function OpenShift({ shift, onStep, onReport }: OpenShiftProps) {
  const seesFigures = useTill((state) => state.session?.operator.capabilities.includes("shift.view") ?? false);
  return (
    <div className={classes.stack}>
      <Facts shift={shift} />
      <Group>
        <Button size="lg" variant="default" autoFocus data-autofocus onClick={() => onStep("cash")}>
          <Trans>Cash in or out</Trans>
        </Button>
        {seesFigures && (
          <Button size="lg" variant="default" onClick={onReport}>
            <Trans>X report</Trans>
          </Button>
        )}
        <Button size="lg" onClick={() => onStep("close")}>
          <Trans>Count and close</Trans>
        </Button>
      </Group>
    </div>
  );
}

function Report({ shift, report, onBack }: { shift: ShiftFacts; report: ShiftReport; onBack: () => void }) {
  return (
    <div className={classes.stack}>
      <ShiftPaper shift={shift} report={report} />
      <Buttons onBack={onBack} />
    </div>
  );
}

function Buttons({ onBack }: { onBack: () => void }) {
  const print = () => {
    const paper = document.querySelector<HTMLElement>("[data-shift-paper]");
    if (paper) printPart(paper);
  };
  return (
    <Group>
      <Button size="lg" autoFocus onClick={onBack}>
        <Trans>Back</Trans>
      </Button>
      <Button size="lg" variant="default" onClick={print}>
        <Trans>Print</Trans>
      </Button>
    </Group>
  );
}

/** What the count came to, in words, and the Z report. */
function Closed({ shift, onClose }: { shift: ShiftFacts; onClose: () => void }) {
  const { t } = useLingui();
  const shiftWords = useShiftWords();
  if (!shift.report) return null;
  return (
    <div className={classes.stack}>
      <p role="status">
        <strong>{t`The shift is closed. Z report ${shift.z_number ?? ""}.`}</strong>
      </p>
      {shift.report.count?.filter(isTold).map((row) => (
        <Notice key={row.method} kind={isEven(row) ? "done" : "warning"}>
          {shiftWords.overOrShort(row)}
        </Notice>
      ))}
      <ShiftPaper shift={shift} report={shift.report} />
      <Buttons onBack={onClose} />
    </div>
  );
}
