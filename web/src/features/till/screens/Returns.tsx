/** Goods that come back: the receipt is scanned, lines are chosen, somebody approves, goods and money change hands. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button, TextInput } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { type FormEvent, useCallback, useEffect, useState } from "react";
import { Notice, ProblemNotice } from "@/components/ui/Notice";
import { startBrought } from "../state/brought";
import { endReturn, findSale, useReturn } from "../state/returns";
import { hearScans } from "../state/scanner";
import { get, useTill } from "../state/till";
import { Brought } from "./Brought";
import { ReturnDecide } from "./ReturnDecide";
import { ReturnDone } from "./ReturnDone";
import { ReturnLines } from "./ReturnLines";
import { useReturnWords } from "./returnWords";
import { useScansBeneath } from "./scanBack";
import { beep } from "./sound";
import classes from "./till.module.css";

export default function Returns() {
  const { t } = useLingui();
  const step = useReturn((state) => state.step);
  const beneath = useScansBeneath();
  const isConnected = useTill((state) => state.online && state.session?.token != null);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.repeat || get().layer) return;
      event.preventDefault();
      endReturn();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
  return (
    <main className={classes.returns}>
      <div className={classes.returnsHead}>
        <button type="button" className={classes.textButton} onClick={endReturn} aria-label={t`Back to the cart`}>
          <IconArrowLeft size={24} aria-hidden />
          <Trans>Cart</Trans> <span className={classes.keyHint}>Esc</span>
        </button>
        <h1>
          <Trans>Return or exchange</Trans>
        </h1>
      </div>
      {beneath > 0 && (
        <Notice kind="info">
          <Plural value={beneath} one="# scan went into the cart." other="# scans went into the cart." />
        </Notice>
      )}
      {!isConnected && step !== "done" ? (
        <Notice kind="warning">
          {t`Returns need a connection: only the server knows what of a sale came back already. Keep the receipt, and do it when the till is online.`}
        </Notice>
      ) : step === "find" ? (
        <Find />
      ) : step === "lines" ? (
        <ReturnLines />
      ) : step === "brought" ? (
        <Brought />
      ) : step === "decide" ? (
        <ReturnDecide />
      ) : (
        <ReturnDone />
      )}
    </main>
  );
}

function Find() {
  const { t } = useLingui();
  const words = useReturnWords();
  const [text, setText] = useState(() => get().about);
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const find = useCallback(async (number: string) => {
    if (!number.trim()) return;
    setBusy(true);
    setError(undefined);
    try {
      await findSale(number);
    } catch (refused) {
      beep("unknown");
      setError(refused);
    } finally {
      setBusy(false);
    }
  }, []);
  useEffect(() => {
    const { about } = get();
    if (about) void find(about);
    return hearScans((code) => {
      setText(code);
      void find(code);
    });
  }, [find]);
  return (
    <form
      className={classes.stack}
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void find(text);
      }}
    >
      <TextInput
        label={t`Receipt`}
        description={t`Scan the receipt, or type its number`}
        size="lg"
        autoComplete="off"
        autoCapitalize="characters"
        autoFocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <ProblemNotice error={error && words.told(error)} />
      <Button type="submit" size="xl" loading={busy} disabled={!text.trim()}>
        <Trans>Find the sale</Trans>
      </Button>
      <WithoutReceipt onError={setError} />
    </form>
  );
}

/** For those who may; the others are told whom to ask. */
function WithoutReceipt({ onError }: { onError: (error: unknown) => void }) {
  const isAllowed = useTill(
    (state) => state.session?.operator.capabilities.includes("refund.without_receipt") ?? false,
  );
  if (!isAllowed) {
    return (
      <p className={classes.small}>
        <Trans>Without a receipt: somebody who may take goods back so signs in at this till.</Trans>
      </p>
    );
  }
  return (
    <Button size="lg" variant="default" onClick={() => void startBrought().catch(onError)}>
      <Trans>Without a receipt</Trans>
    </Button>
  );
}
