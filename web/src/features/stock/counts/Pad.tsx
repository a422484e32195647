/** A number pad for one thumb; the same keys work on a keyboard, and no keyboard slides over it. */
import { useLingui } from "@lingui/react/macro";
import { IconBackspace } from "@tabler/icons-react";
import { type Ref, useMemo } from "react";
import { localeTag } from "@/lib/i18n";
import classes from "./Pad.module.css";

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
  onEnter: () => void;
  inputRef?: Ref<HTMLInputElement>;
}

/** What stands between units and parts in the reader's language. */
function separator(): string {
  return new Intl.NumberFormat(localeTag()).formatToParts(1.5).find((part) => part.type === "decimal")?.value ?? ".";
}

export function Pad({ label, value, onChange, onEnter, inputRef }: Props) {
  const { t } = useLingui();
  const comma = useMemo(separator, []);
  const press = (key: string) => {
    if (key === comma && /[.,]/.test(value)) return;
    onChange(value + key);
  };
  return (
    <>
      <input
        ref={inputRef}
        className={classes.figure}
        aria-label={label}
        inputMode="none"
        autoComplete="off"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value.replace(/[^\d.,]/g, ""))}
        onKeyDown={(event) => {
          if (event.key === "Enter") {
            event.preventDefault();
            onEnter();
          }
        }}
      />
      <div className={classes.pad} role="group" aria-label={t`Number pad`}>
        {["7", "8", "9", "4", "5", "6", "1", "2", "3", "0", comma].map((key) => (
          <button key={key} type="button" className={classes.key} onClick={() => press(key)}>
            {key}
          </button>
        ))}
        <button
          type="button"
          className={classes.key}
          aria-label={t`Delete the last digit`}
          onClick={() => onChange(value.slice(0, -1))}
        >
          <IconBackspace size={26} aria-hidden />
        </button>
      </div>
    </>
  );
}
