/** Parts of taking money: the methods, the pad, what was paid so far, what the customer may still owe. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group } from "@mantine/core";
import { IconBackspace, IconX } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { Notice } from "@/components/ui/Notice";
import type { Payment } from "@/domain/payment";
import { asProblem, Problem } from "@/lib/problem";
import type { Choice, Off } from "../state/choices";
import { askAgain } from "../state/pay";
import { padRows, useSettings } from "../state/settings";
import { get, set, startCart, type TenderLine } from "../state/till";
import { useChoiceWords } from "./tenderChoices";
import classes from "./till.module.css";
import { useTillWords } from "./words";

interface MethodsProps {
  choices: readonly Choice[];
  chosen: Choice;
  /** Why one can't be taken now. */
  offOf: (choice: Choice) => Off | null;
  onChoose: (choice: Choice) => void;
}

export function Methods({ choices, chosen, offOf, onChoose }: MethodsProps) {
  const { t } = useLingui();
  const { nameOf, why } = useChoiceWords();
  return (
    <div className={classes.methods} role="radiogroup" aria-label={t`Payment method`}>
      {choices.map((one) => {
        const off = offOf(one);
        return (
          <button
            key={one.key}
            type="button"
            role="radio"
            aria-checked={chosen.key === one.key}
            className={classes.method}
            disabled={off !== null}
            onClick={() => onChoose(one)}
          >
            {nameOf(one)}
            {one.isNamed && one.way && <div className={classes.small}>{one.way.name}</div>}
            {off && <div className={classes.small}>{why(off)}</div>}
          </button>
        );
      })}
    </div>
  );
}

/** Digits by touch; `onType` gets what a key makes of what stands there. */
export function AmountPad({ onType }: { onType: (change: (now: string) => string) => void }) {
  const { t } = useLingui();
  const digits = padRows(useSettings((state) => state.flipped)).flat();
  return (
    <div className={classes.pad}>
      {[...digits, "0", "00", ","].map((key) => (
        <button key={key} type="button" className={classes.padKey} onClick={() => onType((now) => now + key)}>
          {key}
        </button>
      ))}
      <button
        type="button"
        className={classes.padKey}
        aria-label={t`Delete last digit`}
        onClick={() => onType((now) => now.slice(0, -1))}
      >
        <IconBackspace aria-hidden />
      </button>
    </div>
  );
}

export function PaidSoFar({ tenders }: { tenders: readonly TenderLine[] }) {
  const { t } = useLingui();
  const words = useTillWords();
  if (!tenders.length) return null;
  return (
    <ul className={classes.taken} aria-label={t`Paid so far`}>
      {tenders.map((one) => (
        <li key={one.id}>
          <span>
            {words.method(one.method)}
            {one.about && <span className={classes.small}> {one.about}</span>}
            {one.way && <span className={classes.small}> · {t`asked for at the end`}</span>}
          </span>
          <span>
            {words.money(one.amount)}
            <button
              type="button"
              className={classes.iconButton}
              aria-label={t`Take back ${words.method(one.method)} ${words.money(one.amount)}`}
              onClick={() => set({ tenders: tenders.filter((other) => other.id !== one.id) })}
            >
              <IconX size={20} aria-hidden />
            </button>
          </span>
        </li>
      ))}
    </ul>
  );
}

export function CreditFacts({ payment }: { payment: Payment | null }) {
  const words = useTillWords();
  const standing = payment?.standing;
  if (!standing) return null;
  const [need] = payment.needs;
  return (
    <>
      <dl className={classes.totals} style={{ borderBlockStart: "none" }}>
        <Row term={<Trans>Credit limit</Trans>} value={words.money(standing.creditLimit.toString())} />
        <Row term={<Trans>Owed now</Trans>} value={words.money(standing.outstandingBalance.toString())} />
        {standing.overdueAmount.isPositive && (
          <Row term={<Trans>Overdue</Trans>} value={words.money(standing.overdueAmount.toString())} />
        )}
      </dl>
      {need?.refusal && (
        <Notice kind="warning">
          {words.sentence(new Problem(need.refusal.code, 0, "", { ...need.refusal.data }))}
        </Notice>
      )}
    </>
  );
}

function Row({ term, value }: { term: ReactNode; value: string }) {
  return (
    <div className={classes.totalRow} style={{ fontSize: "1rem" }}>
      <dt>{term}</dt>
      <dd style={{ margin: 0 }}>{value}</dd>
    </div>
  );
}

interface ScannedProps {
  code: string;
  /** Where it may go into the sale still. */
  onAdd: (() => void) | undefined;
  onClose: () => void;
}

/** A scan while money is taken: never an amount, and not lost. */
export function ScannedHere({ code, onAdd, onClose }: ScannedProps) {
  const { t } = useLingui();
  return (
    <Notice
      kind="warning"
      onClose={onClose}
      actions={
        onAdd && (
          <Button variant="default" onClick={onAdd}>
            <Trans>Add it to this sale</Trans>
          </Button>
        )
      }
    >
      {onAdd
        ? t`${code} was scanned. It is not in this sale.`
        : t`${code} was scanned. Scan it again for the next sale.`}
    </Notice>
  );
}

/** Asks once more for what nobody knows; under the same key it has one effect. */
export function CheckAgain({ onTold }: { onTold: (problem: Problem | undefined) => void }) {
  const [busy, setBusy] = useState(false);
  const check = async () => {
    setBusy(true);
    try {
      await askAgain();
      onTold(get().cartProblem ?? undefined);
    } catch (error) {
      onTold(asProblem(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Group>
      <Button variant="default" loading={busy} onClick={() => void check()}>
        <Trans>Check again</Trans>
      </Button>
      <Button variant="default" onClick={startCart}>
        <Trans>Serve the next customer</Trans>
      </Button>
    </Group>
  );
}
