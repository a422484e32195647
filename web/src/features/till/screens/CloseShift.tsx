/** Counting the drawer and closing its shift. What blocks it is told with the way out; a difference never does. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { Notice, ProblemNotice } from "@/components/ui/Notice";
import { currencyOf } from "@/domain/cart";
import { typedAmount } from "@/domain/quantity";
import { type Counted, closeShift, type Shift } from "../state/shift";
import { tend } from "../state/tending";
import { show, useTill } from "../state/till";
import { CashCount, NOTHING_COUNTED } from "./CashCount";
import classes from "./till.module.css";
import { useTillWords } from "./words";

/** What slips are kept of, so that they can be counted; other tenders are in the books alone. */
const SLIPS = ["CARD", "MOMO", "TRANSFER"] as const;

interface Props {
  shift: Shift;
  onBack: () => void;
  onClosed: (shift: Shift) => void;
}

export function CloseShift({ shift, onBack, onClosed }: Props) {
  const { t } = useLingui();
  const words = useTillWords();
  const memory = useTill((state) => state.memory);
  const [cash, setCash] = useState(NOTHING_COUNTED);
  const [slips, setSlips] = useState<Record<string, string>>({});
  const [note, setNote] = useState("");
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const [isSure, setSure] = useState(false);
  const waiting = useTill((state) => state.waiting);
  if (!memory) return null;
  if (waiting > 0) return <Blocked waiting={waiting} onBack={onBack} />;
  const currency = currencyOf(memory);
  const counted = typedAmount(cash.amount, currency);
  const others = SLIPS.filter((method) => slips[method]?.trim());
  const typed = others.map((method) => ({ method, ...typedAmount(slips[method] ?? "", currency) }));
  const isReady = counted.value !== null && typed.every((one) => one.value !== null);
  const close = async () => {
    if (!counted.value) return;
    const pieces = cash.pieces.length ? { pieces: cash.pieces } : {};
    const all: Counted[] = [{ method: "CASH", amount: counted.value.toString(), ...pieces }];
    for (const one of typed) if (one.value) all.push({ method: one.method, amount: one.value.toString() });
    setBusy(true);
    setError(undefined);
    try {
      onClosed(await closeShift(shift, all, note.trim()));
    } catch (refused) {
      setError(words.told(refused));
      setSure(false);
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) setSure(true);
  };
  if (isSure) {
    return (
      <div className={classes.stack}>
        <strong
          className={classes.customerName}
        >{t`${words.money(counted.value?.toString() ?? "0")} in cash counted`}</strong>
        <p>
          <Trans>
            Closing seals the shift as a Z report. It can't be changed after that, and a new shift begins with a new
            float.
          </Trans>
        </p>
        <Group>
          <Button size="lg" loading={busy} autoFocus onClick={() => void close()}>
            <Trans>Close the shift</Trans>
          </Button>
          <Button size="lg" variant="default" disabled={busy} onClick={() => setSure(false)}>
            <Trans>Count again</Trans>
          </Button>
        </Group>
      </div>
    );
  }
  return (
    <form className={classes.stack} noValidate onSubmit={submit}>
      <ProblemNotice error={error} />
      <CashCount
        label={t`Cash in the drawer`}
        value={cash}
        error={cash.amount.trim() && counted.problem ? t`Type an amount.` : undefined}
        onChange={setCash}
      />
      {SLIPS.map((method) => (
        <TextInput
          key={method}
          label={t`${words.method(method)}, by its slips (optional)`}
          size="lg"
          inputMode="decimal"
          autoComplete="off"
          value={slips[method] ?? ""}
          error={typed.some((one) => one.method === method && one.problem) ? t`Type an amount.` : undefined}
          onChange={(event) => setSlips({ ...slips, [method]: event.currentTarget.value })}
        />
      ))}
      <TextInput
        label={t`Note (optional)`}
        size="lg"
        maxLength={400}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Group>
        <Button type="submit" size="lg" disabled={!isReady}>
          <Trans>Go on to close</Trans>
        </Button>
        <Button size="lg" variant="default" onClick={onBack}>
          <Trans>Back</Trans>
        </Button>
      </Group>
    </form>
  );
}

/** Sales that the server has not got would not stand on the Z report. */
function Blocked({ waiting, onBack }: { waiting: number; onBack: () => void }) {
  const sending = useTill((state) => state.sending);
  return (
    <div className={classes.stack}>
      <Notice kind="warning">
        <Plural
          value={waiting}
          one="# sale of this till is not sent yet. The shift is closed once the server has it."
          other="# sales of this till are not sent yet. The shift is closed once the server has them."
        />
      </Notice>
      <Group>
        <Button size="lg" loading={sending} onClick={() => void tend()}>
          <Trans>Send now</Trans>
        </Button>
        <Button size="lg" variant="default" onClick={() => show("queue")}>
          <Trans>See the sales</Trans>
        </Button>
        <Button size="lg" variant="default" onClick={onBack}>
          <Trans>Back</Trans>
        </Button>
      </Group>
    </div>
  );
}
