/** A gift card was sold: the change, its code this once, and its paper. `Enter` prints a new card first, then goes back to the cart. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group } from "@mantine/core";
import { IconCircleCheck, IconPrinter } from "@tabler/icons-react";
import { useCallback, useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { ProblemNotice } from "@/components/ui/Notice";
import { decimal } from "@/domain/decimal";
import { type CardSold, printed } from "../state/giftCards";
import { CardPaper } from "./CardPaper";
import { printPart } from "./printed";
import classes from "./till.module.css";
import { useTillWords } from "./words";

export function CardDone({ sold, onDone }: { sold: CardSold; onDone: () => void }) {
  const { t } = useLingui();
  const words = useTillWords();
  const paper = useRef<HTMLElement>(null);
  const back = useRef<HTMLButtonElement>(null);
  const [shown, setShown] = useState({ code: sold.code, copy: 0 });
  const [error, setError] = useState<unknown>();
  const printIt = useCallback(async () => {
    setError(undefined);
    try {
      const told = await printed(sold.id);
      flushSync(() => setShown({ code: told.code, copy: told.copy_number }));
      if (paper.current) printPart(paper.current);
      back.current?.focus();
    } catch (refused) {
      setError(refused);
    }
  }, [sold.id]);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key.toLowerCase() !== "p" && event.code !== "KeyP") return;
      event.preventDefault();
      void printIt();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [printIt]);
  return (
    <div className={classes.stack}>
      <div role="status" className={classes.doneTitle}>
        <IconCircleCheck size={32} aria-hidden />
        <strong>
          {sold.is_load
            ? t`${words.money(sold.amount)} is on the card, together ${words.money(sold.balance)}`
            : t`The card for ${words.money(sold.amount)} is sold`}
        </strong>
      </div>
      {decimal(sold.change).isPositive && (
        <div className={classes.change}>
          <span>
            <Trans context="money given back">Change</Trans>
          </span>
          <strong data-testid="change" style={{ fontSize: "2.5rem" }}>
            {words.money(sold.change)}
          </strong>
        </div>
      )}
      {error !== undefined && <ProblemNotice error={words.told(error)} />}
      <CardPaper sold={sold} code={shown.code} copy={shown.copy} paper={paper} />
      {sold.code && (
        <p className={classes.small}>
          <Trans>The code is shown and printed this once. Print it, or write it down, before you go on.</Trans>
        </p>
      )}
      <Group wrap="nowrap" gap="sm">
        <Button
          size="md"
          variant="default"
          leftSection={<IconPrinter aria-hidden />}
          autoFocus={!sold.is_load}
          onClick={() => void printIt()}
        >
          <Trans>Print</Trans>
        </Button>
        <Button ref={back} size="md" autoFocus={sold.is_load} onClick={onDone}>
          <Trans>Back to the cart</Trans>
        </Button>
      </Group>
    </div>
  );
}
