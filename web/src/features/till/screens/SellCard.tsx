/** A gift card is sold, or one that is scanned is loaded: for how much, paid how, and then its code and paper. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Modal, Radio, Stack, TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { Notice, ProblemNotice } from "@/components/ui/Notice";
import { currencyOf } from "@/domain/cart";
import { ZERO } from "@/domain/decimal";
import { typedAmount } from "@/domain/quantity";
import { readCard } from "@/domain/wallets";
import { asProblem, Problem } from "@/lib/problem";
import { METHODS } from "../state/choices";
import { type CardSold, sellCard } from "../state/giftCards";
import { hearScans } from "../state/scanner";
import { useShiftIsMissing } from "../state/shift";
import { show, useTill } from "../state/till";
import { CardDone } from "./CardDone";
import { CardsSold } from "./CardsSold";
import { beep } from "./sound";
import classes from "./till.module.css";
import { useTillWords } from "./words";

export function SellCard({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useLingui();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      returnFocus={false}
      title={t`Sell a gift card`}
      closeButtonProps={{ "aria-label": t`Close` }}
    >
      {opened && <Panel onDone={onClose} />}
    </Modal>
  );
}

function Panel({ onDone }: { onDone: () => void }) {
  const { t } = useLingui();
  const isConnected = useTill((state) => state.online && state.session?.token != null);
  const isShiftMissing = useShiftIsMissing();
  const [step, setStep] = useState<"sell" | "sold">("sell");
  const [done, setDone] = useState<CardSold>();
  if (done) return <CardDone sold={done} onDone={onDone} />;
  if (!isConnected) {
    return (
      <Notice kind="warning">{t`A gift card is sold and loaded with a connection: only the server can make its code, and tell other tills what is on it. Sales for cash go on.`}</Notice>
    );
  }
  if (isShiftMissing) {
    return (
      <Notice
        kind="warning"
        actions={
          <Button size="sm" data-autofocus onClick={() => show("shift")}>
            <Trans>Open a shift</Trans>
          </Button>
        }
      >
        {t`No shift is open at this till. Money for a card counts in one.`}
      </Notice>
    );
  }
  if (step === "sold")
    return <CardsSold onBack={() => setStep("sell")} onPaper={(row) => setDone({ ...row, code: "" })} />;
  return <SellForm onSold={setDone} onDone={onDone} onList={() => setStep("sold")} />;
}

interface FormProps {
  onSold: (sold: CardSold) => void;
  onDone: () => void;
  onList: () => void;
}

function SellForm({ onSold, onDone, onList }: FormProps) {
  const { t } = useLingui();
  const words = useTillWords();
  const memory = useTill((state) => state.memory);
  const about = useTill((state) => state.about); // an amount, or the code of a card to load
  const [card, setCard] = useState(() => readCard(about) ?? "");
  const [amount, setAmount] = useState(() => (readCard(about) ? "" : about));
  const [method, setMethod] = useState<string>("CASH");
  const [handed, setHanded] = useState("");
  const [reference, setReference] = useState("");
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  useEffect(
    () =>
      hearScans((text) => {
        const code = readCard(text);
        setProblem(code ? undefined : new Problem("WALLET_CODE_WRONG", 0, ""));
        if (code) setCard(code);
        beep(code ? "added" : "unknown");
      }),
    [],
  );
  if (!memory) return null;
  const currency = currencyOf(memory);
  const asked = typedAmount(amount, currency);
  const isCash = method === "CASH";
  const given = isCash && handed.trim() ? typedAmount(handed, currency) : null;
  const wrong = !asked.value?.isPositive;
  const change = given?.value && asked.value ? given.value.minus(asked.value) : ZERO;
  const short = given?.problem != null || change.isNegative;
  const sell = async () => {
    if (!asked.value || wrong || short) return;
    setBusy(true);
    setProblem(undefined);
    const told = reference.trim() && !isCash ? { transaction_reference: reference.trim() } : {};
    const paid = (given?.value ?? asked.value).toString();
    try {
      onSold(await sellCard(asked.value.toString(), { payment_method: method, amount_paid: paid, ...told }, card));
      beep("done");
    } catch (refused) {
      setProblem(asProblem(refused));
      beep("unknown");
    } finally {
      setBusy(false);
    }
  };
  const sum = asked.value && !wrong ? words.money(asked.value.toString()) : "";
  return (
    <form
      className={classes.stack}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void sell();
      }}
    >
      {problem && <ProblemNotice error={words.told(problem)} />}
      {card ? (
        <Notice kind="info" onClose={() => setCard("")}>
          <strong data-testid="card-to-load">{t`The card •••• ${card.slice(-4)} is loaded.`}</strong>
        </Notice>
      ) : (
        <p className={classes.small}>
          <Trans>A new card gets a code. To load one that is there, scan it now.</Trans>
        </p>
      )}
      <TextInput
        label={t`Amount`}
        size="lg"
        inputMode="decimal"
        autoComplete="off"
        data-autofocus
        value={amount}
        error={amount.trim() && wrong ? t`Type an amount above 0.` : undefined}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setAmount(event.currentTarget.value)}
      />
      <Radio.Group label={t`Payment method`} value={method} onChange={setMethod}>
        <Stack gap="xs" mt="xs">
          {METHODS.map((one) => (
            <Radio key={one} value={one} size="md" label={words.method(one)} />
          ))}
        </Stack>
      </Radio.Group>
      {isCash ? (
        <TextInput
          label={t`Handed over (optional)`}
          size="lg"
          inputMode="decimal"
          autoComplete="off"
          value={handed}
          error={short ? t`Less was handed over than is paid.` : undefined}
          onChange={(event) => setHanded(event.currentTarget.value)}
        />
      ) : (
        <TextInput
          label={t`Number on the slip (optional)`}
          size="lg"
          autoComplete="off"
          maxLength={120}
          value={reference}
          onChange={(event) => setReference(event.currentTarget.value)}
        />
      )}
      {isCash && change.isPositive && (
        <div className={classes.totalRow} role="status">
          <span>
            <Trans context="money given back">Change</Trans>
          </span>
          <strong>{words.money(change.toString())}</strong>
        </div>
      )}
      <Button type="submit" size="xl" loading={busy} disabled={wrong || short}>
        {card ? (sum ? t`Load ${sum}` : t`Load the card`) : sum ? t`Sell for ${sum}` : t`Sell the card`}
      </Button>
      <Group>
        <Button variant="default" onClick={onList}>
          <Trans>Cards sold here</Trans>
        </Button>
        <Button variant="default" onClick={onDone}>
          <Trans>Back to the cart</Trans>
        </Button>
      </Group>
    </form>
  );
}
