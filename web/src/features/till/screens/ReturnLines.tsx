/** Which lines of the sale come back, how many of each, why, where they go and how the money goes back. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button, Chip, Group, SegmentedControl, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { Notice, ProblemNotice } from "@/components/ui/Notice";
import { dateTime, quantity } from "@/lib/format";
import {
  askRefund,
  type ChosenLine,
  choose,
  type Destination,
  giveReason,
  type RefundMethod,
  type SoldLine,
  type SoldSale,
  useReturn,
} from "../state/returns";
import { useTill } from "../state/till";
import { Chips } from "./Chips";
import { OpenRefund } from "./OpenRefund";
import { isNothing } from "./Paper";
import { REFUND_REASONS, useReturnWords } from "./returnWords";
import { Stepper } from "./Stepper";
import { useScanBack } from "./scanBack";
import classes from "./till.module.css";
import { VoidSale } from "./VoidSale";
import { useTillWords } from "./words";

const DESTINATIONS: readonly Destination[] = ["SHELF", "DAMAGED", "NONE"];

export function ReturnLines() {
  const { t } = useLingui();
  const { sale, open, eligibility } = useReturn();
  useScanBack();
  if (!sale) return null;
  // Not by touch: the keys of a screen would come up over the lines.
  const first = matchMedia("(pointer: fine)").matches
    ? sale.items.find((line) => !line.serials.length && !isNothing(eligibility.get(line.id)?.quantity_left ?? "0"))
    : undefined;
  const lines = (
    <ul className={classes.returnList} aria-label={t`Lines of the sale`}>
      {sale.items.map((line) => (
        <Line key={line.id} line={line} takesFocus={line === first} />
      ))}
    </ul>
  );
  const isAllBack = [...eligibility.values()].every((one) => isNothing(one.quantity_left));
  return (
    <div className={classes.stack}>
      <Head sale={sale} />
      {open.map((refund) => (
        <OpenRefund key={refund.id} refund={refund} />
      ))}
      {isAllBack ? (
        <>
          <Notice kind="info">{t`All of this sale came back already.`}</Notice>
          {lines}
        </>
      ) : (
        <Terms>{lines}</Terms>
      )}
      <VoidSale sale={sale} />
    </div>
  );
}

function Head({ sale }: { sale: SoldSale }) {
  const { t } = useLingui();
  const words = useTillWords();
  const zone = useTill((state) => state.memory?.settings.storefront.timezone);
  const paid = sale.payments.map((one) => `${words.method(one.payment_method)} ${words.money(one.amount_paid)}`);
  return (
    <div>
      <strong className={classes.customerName}>{sale.receipt_number}</strong>
      <div className={classes.small}>
        {[dateTime(sale.completed_at, zone), words.money(sale.total_amount), ...paid].join(" · ")}
      </div>
      {!isNothing(sale.amount_due) && (
        <div
          className={classes.flag}
        >{t`${words.money(sale.amount_due)} of it is owed still; that is lowered first.`}</div>
      )}
    </div>
  );
}

function Line({ line, takesFocus }: { line: SoldLine; takesFocus: boolean }) {
  const { t } = useLingui();
  const words = useReturnWords();
  const told = useReturn((state) => state.eligibility.get(line.id));
  const chosen = useReturn((state) => state.chosen[line.id]);
  const left = told?.quantity_left ?? "0";
  const isGone = isNothing(left);
  return (
    <li className={classes.returnLine} data-chosen={chosen !== undefined && !isNothing(chosen.quantity)}>
      <div>
        <div>{line.product_name}</div>
        <div className={classes.small}>{t`${quantity(line.quantity)} sold, ${quantity(left)} can still come back`}</div>
        {told?.is_refundable || isGone ? (
          <div className={classes.small}>{words.warranty(told)}</div>
        ) : (
          <div className={classes.flag} data-tone="danger">
            {words.warranty(told)}
          </div>
        )}
      </div>
      {!isGone &&
        (line.serials.length ? (
          <Pieces line={line} />
        ) : (
          <Stepper
            name={line.product_name}
            value={chosen?.quantity ?? "0"}
            most={left}
            takesFocus={takesFocus}
            onChange={(value) => choose(line, { quantity: value })}
          />
        ))}
      {chosen && !isNothing(chosen.quantity) && (
        <SegmentedControl
          className={`${classes.wide} ${classes.places}`}
          size="lg"
          aria-label={t`Where ${line.product_name} goes`}
          value={chosen.destination}
          onChange={(value) => choose(line, { destination: value as Destination })}
          data={DESTINATIONS.map((one) => ({ value: one, label: words.destination(one) }))}
        />
      )}
    </li>
  );
}

/** Which of the pieces with numbers of their own. */
function Pieces({ line }: { line: SoldLine }) {
  const { t } = useLingui();
  const serials = useReturn((state) => state.chosen[line.id]?.serials ?? NONE);
  return (
    <Chip.Group multiple value={[...serials]} onChange={(value) => choose(line, { serials: value })}>
      <Group gap="xs" role="group" aria-label={t`Pieces of ${line.product_name}`}>
        {line.serials.map((serial) => (
          <Chip key={serial} value={serial} size="lg" classNames={{ label: classes.chip ?? "" }}>
            {serial}
          </Chip>
        ))}
      </Group>
    </Chip.Group>
  );
}

const NONE: readonly string[] = [];

const METHODS: readonly RefundMethod[] = ["CASH", "ORIGINAL_PAYMENT", "CREDIT_NOTE", "EXCHANGE"];

const countOf = (chosen: Readonly<Record<string, ChosenLine>>) =>
  Object.values(chosen).filter((line) => !isNothing(line.quantity)).length;

/** The lines, why, how, and on: by Enter from any of its fields. */
function Terms({ children }: { children: ReactNode }) {
  const { t } = useLingui();
  const words = useReturnWords();
  const count = useReturn((state) => countOf(state.chosen));
  const [method, setMethod] = useState<RefundMethod>("CASH");
  const reason = useReturn((state) => state.reason);
  const [notes, setNotes] = useState("");
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const ask = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await askRefund({ method, notes: notes.trim() });
    } catch (refused) {
      setError(refused);
      setBusy(false);
    }
  };
  return (
    <form
      className={classes.stack}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (count > 0 && !busy) void ask();
      }}
    >
      {children}
      <Chips label={t`Reason`} values={REFUND_REASONS} value={reason} word={words.reason} onChange={giveReason} />
      <Chips label={t`Money back`} values={METHODS} value={method} word={words.method} onChange={setMethod} />
      <TextInput
        label={t`Note (optional)`}
        maxLength={400}
        value={notes}
        onChange={(event) => setNotes(event.currentTarget.value)}
      />
      <ProblemNotice error={error && words.told(error)} />
      <Button type="submit" size="xl" loading={busy} disabled={count === 0}>
        {count === 0 ? (
          <Trans>Choose what comes back</Trans>
        ) : (
          <Plural value={count} one="Take back # line" other="Take back # lines" />
        )}
      </Button>
    </form>
  );
}
