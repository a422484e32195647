/** Digits for the line at hand: quantity, discount or price, and its unit. A mode falls back to the quantity after one use. */
import { Trans, useLingui } from "@lingui/react/macro";
import { IconBackspace } from "@tabler/icons-react";
import { useRef } from "react";
import type { Mode } from "../state/acts";
import { DESK } from "../state/desk";
import { padRows, useSettings } from "../state/settings";
import { useTill } from "../state/till";
import { usePadEntry } from "./padEntry";
import classes from "./till.module.css";

const MODES: readonly Mode[] = ["quantity", "percent", "price"];

export function Keypad() {
  const { t } = useLingui();
  const { selected, cart, memory } = useTill();
  const rows = padRows(useSettings((state) => state.flipped));
  const pad = useRef<HTMLFieldSetElement>(null);
  const { mode, entry, press, choose } = usePadEntry(pad);
  const line = cart.lines.find((one) => one.id === selected);
  const name = line ? (memory?.products.get(line.product)?.name ?? "") : "";
  const labels: Record<Mode, string> = { quantity: t`Qty`, percent: t`Disc %`, price: t`Price` };
  const told: Record<Mode, string> = {
    quantity: t`Quantity of ${name}`,
    percent: t`Discount for ${name}`,
    price: t`Price of ${name}`,
  };
  const keys = [...rows.flatMap((row, at) => [...row, ...MODES.slice(at, at + 1)]), "0", "00", ",", "⌫"];
  return (
    <fieldset ref={pad} className={classes.keypad} aria-label={t`Keypad`}>
      <div className={classes.entry} aria-live="polite">
        <span className={classes.cut}>{line ? told[mode] : t`No line chosen`}</span>
        <strong>{entry}</strong>
        <button type="button" className={`${classes.textButton} ${classes.unit}`} disabled={!line} onClick={DESK.unit}>
          <Trans>Unit</Trans> <span className={classes.keyHint}>*</span>
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
            onClick={() => choose(own)}
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
