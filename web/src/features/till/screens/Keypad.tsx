/** Digits for the line at hand: quantity, discount or price, and its unit. A mode falls back with another line or item. */
import { Trans, useLingui } from "@lingui/react/macro";
import { IconBackspace } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { type Mode, nextUnit, typed } from "../state/acts";
import { useTill } from "../state/till";
import classes from "./till.module.css";

const MODES: readonly Mode[] = ["quantity", "percent", "price"];

export function Keypad() {
  const { t } = useLingui();
  const { selected, cart, memory, fresh } = useTill();
  const [mode, setMode] = useState<Mode>("quantity");
  const [entry, setEntry] = useState("");
  const line = cart.lines.find((one) => one.id === selected);
  const name = line ? (memory?.products.get(line.product)?.name ?? "") : "";
  // biome-ignore lint/correctness/useExhaustiveDependencies: another line or a new item ends what was typed for the last
  useEffect(() => {
    setMode("quantity");
    setEntry("");
  }, [selected, fresh]);
  const labels: Record<Mode, string> = { quantity: t`Qty`, percent: t`Disc %`, price: t`Price` };
  const told: Record<Mode, string> = {
    quantity: t`Quantity of ${name}`,
    percent: t`Discount for ${name}`,
    price: t`Price of ${name}`,
  };
  const press = (key: string) => {
    const next = key === "⌫" ? entry.slice(0, -1) : entry + key;
    setEntry(next);
    if (next && !/[.,]$/.test(next)) void typed(mode, next);
  };
  const keys = ["7", "8", "9", "quantity", "4", "5", "6", "percent", "1", "2", "3", "price", "0", "00", ",", "⌫"];
  return (
    <fieldset className={classes.keypad} style={{ border: 0, margin: 0, padding: 0 }} aria-label={t`Keypad`}>
      <div className={classes.entry} aria-live="polite">
        <span className={classes.cut}>{line ? told[mode] : t`No line chosen`}</span>
        <strong>{entry}</strong>
        <button
          type="button"
          className={classes.textButton}
          style={{ minHeight: "1.5rem" }}
          disabled={!line}
          onClick={() => void nextUnit()}
        >
          <Trans>Unit</Trans>
        </button>
      </div>
      {keys.map((key) => {
        const own = MODES.find((one) => one === key);
        return own ? (
          <button
            key={key}
            type="button"
            className={classes.padKey}
            data-mode
            aria-pressed={mode === own}
            onClick={() => {
              setMode(own);
              setEntry("");
            }}
          >
            {labels[own]}
          </button>
        ) : (
          <button
            key={key}
            type="button"
            className={classes.padKey}
            disabled={!line}
            aria-label={key === "⌫" ? t`Delete last digit` : key}
            onClick={() => press(key)}
          >
            {key === "⌫" ? <IconBackspace aria-hidden /> : key}
          </button>
        );
      })}
    </fieldset>
  );
}
