/** The last gift cards of this till, of which one that was sold by mistake is taken back. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { Notice, ProblemNotice } from "@/components/ui/Notice";
import { dateTime } from "@/lib/format";
import { type CardSale, soldHere, takeBack } from "../state/giftCards";
import { useTill } from "../state/till";
import classes from "./till.module.css";
import { useTillWords } from "./words";

interface Props {
  onBack: () => void;
  /** Its paper is wanted: the first print, on the day at this till, has the code. */
  onPaper: (sold: CardSale) => void;
}

export function CardsSold({ onBack, onPaper }: Props) {
  const { t } = useLingui();
  const words = useTillWords();
  const [rows, setRows] = useState<CardSale[]>();
  const [chosen, setChosen] = useState<CardSale>();
  const [back, setBack] = useState<CardSale>();
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    soldHere().then(setRows, setError);
  }, []);
  if (chosen) {
    return (
      <TakeBack
        sold={chosen}
        onKeep={() => setChosen(undefined)}
        onDone={(voided) => {
          setRows((before) => before?.map((row) => (row.id === voided.id ? voided : row)));
          setBack(voided);
          setChosen(undefined);
        }}
      />
    );
  }
  return (
    <div className={classes.stack}>
      {error !== undefined && <ProblemNotice error={words.told(error)} />}
      {back && (
        <Notice kind="done">
          {back.is_load
            ? t`Taken back. Give back ${words.money(back.amount)}.`
            : t`Taken back, and the card is blocked. Give back ${words.money(back.amount)}.`}
        </Notice>
      )}
      {rows?.length === 0 && (
        <p>
          <Trans>No gift card was sold at this till yet.</Trans>
        </p>
      )}
      {rows && rows.length > 0 && (
        <ul className={classes.soldCards} aria-label={t`Cards sold here`}>
          {rows.map((row) => (
            <SoldRow key={row.id} row={row} onPaper={() => onPaper(row)} onTakeBack={() => setChosen(row)} />
          ))}
        </ul>
      )}
      <Button size="lg" data-autofocus autoFocus onClick={onBack}>
        <Trans>Back</Trans>
      </Button>
    </div>
  );
}

interface RowProps {
  row: CardSale;
  onPaper: () => void;
  onTakeBack: () => void;
}

function SoldRow({ row, onPaper, onTakeBack }: RowProps) {
  const { t } = useLingui();
  const words = useTillWords();
  const zone = useTill((state) => state.memory?.settings.storefront.timezone);
  const mayVoid = useTill((state) => state.session?.operator.capabilities.includes("sale.void") ?? false);
  const what = row.is_load ? t`Loaded` : t({ message: "Sold", context: "a gift card" });
  return (
    <li>
      <div className={classes.totalRow} style={{ fontSize: "1rem" }}>
        <span>
          •••• {row.last4} · {what} {dateTime(row.sold_at, zone)}
          {row.voided_at && ` · ${t`taken back`}`}
        </span>
        <strong>{words.money(row.amount)}</strong>
      </div>
      <Group gap="sm" mt="xs">
        <Button size="md" variant="default" aria-label={t`Paper of the card •••• ${row.last4}`} onClick={onPaper}>
          <Trans>Print</Trans>
        </Button>
        {mayVoid && !row.voided_at && (
          <Button size="md" variant="default" aria-label={t`Take back the card •••• ${row.last4}`} onClick={onTakeBack}>
            <Trans context="a gift card">Take back</Trans>
          </Button>
        )}
      </Group>
    </li>
  );
}

interface TakeBackProps {
  sold: CardSale;
  onKeep: () => void;
  onDone: (sold: CardSale) => void;
}

function TakeBack({ sold, onKeep, onDone }: TakeBackProps) {
  const { t } = useLingui();
  const words = useTillWords();
  const [reason, setReason] = useState("");
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const take = async () => {
    if (!reason.trim()) return;
    setBusy(true);
    setError(undefined);
    try {
      onDone(await takeBack(sold.id, reason.trim()));
    } catch (refused) {
      setError(refused);
      setBusy(false);
    }
  };
  const ways = sold.payments.map((one) => words.method(one.payment_method)).join(", ");
  return (
    <form
      className={classes.stack}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void take();
      }}
    >
      <p>
        {sold.is_load
          ? t`${words.money(sold.amount)} comes off the card •••• ${sold.last4} and goes back as it was paid: ${ways}.`
          : t`The card •••• ${sold.last4} is blocked for good, and ${words.money(sold.amount)} goes back as it was paid: ${ways}.`}
      </p>
      <TextInput
        label={t`Reason`}
        size="lg"
        autoFocus
        maxLength={400}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {error !== undefined && <ProblemNotice error={words.told(error)} />}
      <Group>
        <Button type="submit" size="lg" color="red" loading={busy} disabled={!reason.trim()}>
          {t`Take back ${words.money(sold.amount)}`}
        </Button>
        <Button size="lg" variant="default" onClick={onKeep}>
          <Trans>Keep it</Trans>
        </Button>
      </Group>
    </form>
  );
}
