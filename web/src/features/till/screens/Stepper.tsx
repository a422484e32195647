/** How many: less, a figure, more. */
import { useLingui } from "@lingui/react/macro";
import { IconMinus, IconPlus } from "@tabler/icons-react";
import { decimal } from "@/domain/decimal";
import { quantity } from "@/lib/format";
import { isNothing } from "./Paper";
import classes from "./till.module.css";

interface Props {
  /** Of what. */
  name: string;
  value: string;
  /** Not more than this; without it there is no end. */
  most?: string;
  takesFocus?: boolean;
  onChange: (value: string) => void;
}

export function Stepper({ name, value, most, takesFocus = false, onChange }: Props) {
  const { t } = useLingui();
  const step = (by: string) => onChange(decimal(value).plus(decimal(by)).toString());
  const typed = (text: string) => {
    const figure = text.replace(",", ".");
    if (/^\d*(\.\d{0,3})?$/.test(figure)) onChange(figure === "" || figure === "." ? "0" : figure);
  };
  return (
    <div className={classes.stepper}>
      <button
        type="button"
        className={classes.stepKey}
        aria-label={t`One less of ${name}`}
        disabled={isNothing(value)}
        onClick={() => step("-1")}
      >
        <IconMinus aria-hidden />
      </button>
      <input
        inputMode="decimal"
        autoFocus={takesFocus}
        aria-label={t`How many of ${name}`}
        value={quantity(value)}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => typed(event.currentTarget.value)}
      />
      <button
        type="button"
        className={classes.stepKey}
        aria-label={t`One more of ${name}`}
        disabled={most !== undefined && !decimal(most).isAbove(decimal(value))}
        onClick={() => step("1")}
      >
        <IconPlus aria-hidden />
      </button>
    </div>
  );
}
