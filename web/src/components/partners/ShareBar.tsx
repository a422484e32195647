/** One stacked bar: the parts of a sum side by side, each with its name and figure beside a swatch. */
import Big from "big.js";
import classes from "./ShareBar.module.css";

export interface Share {
  label: string;
  amount: string;
  /** The figure in words. */
  text: string;
  /** A step of lightness, `danger` for what is wrong, `rest` for what is left free. */
  shade: "0" | "1" | "2" | "3" | "4" | "danger" | "rest";
}

/** `summary` is the one sentence that says what the bar shows. */
export function ShareBar({ parts, summary }: { parts: readonly Share[]; summary: string }) {
  const shown = parts.filter((part) => new Big(part.amount).gt(0));
  // Of the whole and not as they are: parts that come to less than 1 would leave the bar empty behind them.
  const whole = shown.reduce((sum, part) => sum.plus(part.amount), new Big(0));
  const share = (amount: string) => new Big(amount).div(whole).times(100).toFixed(4);
  return (
    <div>
      <div className={classes.bar} role="img" aria-label={summary}>
        {shown.map((part) => (
          <div
            key={part.label}
            className={classes.part}
            data-shade={part.shade}
            style={{ flexGrow: share(part.amount), flexBasis: 0 }}
          />
        ))}
      </div>
      <ul className={classes.legend}>
        {parts.map((part) => (
          <li key={part.label}>
            <span className={`${classes.part} ${classes.swatch}`} data-shade={part.shade} aria-hidden />
            {part.label}: <strong>{part.text}</strong>
          </li>
        ))}
      </ul>
    </div>
  );
}
