/** What a gift card holds: looked up at any time, for a customer who asks. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Modal } from "@mantine/core";
import { useCallback, useEffect, useState } from "react";
import { ProblemNotice } from "@/components/ui/Notice";
import { readCard } from "@/domain/wallets";
import { asProblem, Problem } from "@/lib/problem";
import { show, useTill } from "../state/till";
import { type Card, lookUp } from "../state/wallets";
import { beep } from "./sound";
import { CardFacts } from "./TenderFrom";
import classes from "./till.module.css";
import { useTillWords } from "./words";

export function GiftCard({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useLingui();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      returnFocus={false}
      title={t`Balance of a gift card`}
      closeButtonProps={{ "aria-label": t`Close` }}
    >
      {opened && <Shown onDone={onClose} />}
    </Modal>
  );
}

function Shown({ onDone }: { onDone: () => void }) {
  const { t } = useLingui();
  const words = useTillWords();
  const about = useTill((state) => state.about);
  const [text, setText] = useState(about);
  const [card, setCard] = useState<Card>();
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const look = useCallback(async (typed: string) => {
    setBusy(true);
    setCard(undefined);
    setProblem(undefined);
    try {
      const code = readCard(typed);
      if (!code) throw new Problem("WALLET_CODE_WRONG", 0, "");
      setCard(await lookUp(code));
      setText("");
      beep("added");
    } catch (refused) {
      setProblem(asProblem(refused));
      beep("unknown");
    } finally {
      setBusy(false);
    }
  }, []);
  useEffect(() => {
    if (!about) return;
    setText(about);
    void look(about); // it was scanned
  }, [about, look]);
  return (
    <form
      className={classes.stack}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim()) void look(text);
        else onDone();
      }}
    >
      {problem && <ProblemNotice error={words.told(problem)} />}
      {card && <CardFacts card={card} />}
      {card?.kind === "GIFT_CARD" && card.status === "ACTIVE" && (
        <Button size="lg" variant="default" onClick={() => show("sellCard", card.code)}>
          <Trans>Load this card</Trans>
        </Button>
      )}
      <input
        className={`${classes.searchField} ${classes.plainField}`}
        aria-label={t`Code of the card`}
        placeholder={t`Scan or type the code of the card`}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" size="lg" loading={busy}>
        {text.trim() ? <Trans>Look it up</Trans> : <Trans>Back to the cart</Trans>}
      </Button>
    </form>
  );
}
