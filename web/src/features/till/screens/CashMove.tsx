/** Cash that goes into the drawer, or out of it, without a sale. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Chip, Group, SegmentedControl, TextInput } from "@mantine/core";
import { useState } from "react";
import { ProblemNotice } from "@/components/ui/Notice";
import { currencyOf } from "@/domain/cart";
import { typedAmount } from "@/domain/quantity";
import { moveCash, type Shift } from "../state/shift";
import { useTill } from "../state/till";
import { NEEDS_NOTE, REASONS, useShiftWords } from "./shiftWords";
import classes from "./till.module.css";
import { useTillWords } from "./words";

export function CashMove({ shift, onDone }: { shift: Shift; onDone: () => void }) {
  const { t } = useLingui();
  const words = useTillWords();
  const shiftWords = useShiftWords();
  const memory = useTill((state) => state.memory);
  const [kind, setKind] = useState<"IN" | "OUT">("OUT");
  const [reason, setReason] = useState<string>("SAFE");
  const [amount, setAmount] = useState("");
  const [note, setNote] = useState("");
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  if (!memory) return null;
  const typed = typedAmount(amount, currencyOf(memory));
  const isShort = NEEDS_NOTE.has(reason) && !note.trim();
  const turn = (to: "IN" | "OUT") => {
    setKind(to);
    if (!REASONS[to].some((one) => one === reason)) setReason("SAFE");
  };
  const move = async () => {
    if (!typed.value?.isPositive || isShort) return;
    setBusy(true);
    setError(undefined);
    try {
      await moveCash(shift, { kind, reason, amount: typed.value.toString(), note: note.trim() });
      onDone();
    } catch (refused) {
      setError(words.told(refused));
    } finally {
      setBusy(false);
    }
  };
  const shown = typed.value?.isPositive ? words.money(typed.value.toString()) : "";
  const act = kind === "IN" ? t`Put in ${shown}` : t`Take out ${shown}`;
  return (
    <form
      className={classes.stack}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void move();
      }}
    >
      <ProblemNotice error={error} />
      <SegmentedControl
        size="lg"
        fullWidth
        aria-label={t`In or out`}
        value={kind}
        onChange={(value) => turn(value === "IN" ? "IN" : "OUT")}
        data={[
          { value: "IN", label: t`Cash in` },
          { value: "OUT", label: t`Cash out` },
        ]}
      />
      <TextInput
        label={t`Amount`}
        size="lg"
        inputMode="decimal"
        autoComplete="off"
        autoFocus
        value={amount}
        error={amount.trim() && !typed.value?.isPositive ? t`Type an amount above 0.` : undefined}
        onChange={(event) => setAmount(event.currentTarget.value)}
      />
      <Chip.Group value={reason} onChange={(value) => setReason(String(value))}>
        <Group gap="xs" role="radiogroup" aria-label={t`Reason`}>
          {REASONS[kind].map((one) => (
            <Chip key={one} value={one} size="lg" classNames={{ label: classes.chip ?? "" }}>
              {shiftWords.reason(one)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      <TextInput
        label={NEEDS_NOTE.has(reason) ? t`What for? It has to be said.` : t`Note (optional)`}
        size="lg"
        maxLength={400}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Group>
        <Button type="submit" size="lg" loading={busy} disabled={!typed.value?.isPositive || isShort}>
          {act}
        </Button>
        <Button size="lg" variant="default" onClick={onDone}>
          <Trans>Back</Trans>
        </Button>
      </Group>
    </form>
  );
}
