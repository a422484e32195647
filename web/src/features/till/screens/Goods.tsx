/** What can be touched: favourites, the line at hand, the keypad. */
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Favourites } from "./Favourites";
import { Keypad } from "./Keypad";
import { LinePanel } from "./LinePanel";
import classes from "./till.module.css";

interface Props {
  onDone: () => void;
  onWaterfall: () => void;
}

export function Goods({ onDone, onWaterfall }: Props) {
  const { t } = useLingui();
  const [part, setPart] = useState<"tiles" | "keys" | null>("tiles");
  return (
    <>
      <section className={classes.goods} data-open={part !== null} aria-label={t`Goods and keys`}>
        {part !== "keys" && <Favourites onDone={onDone} />}
        <div className={classes.panel} data-part={part}>
          <LinePanel onWaterfall={onWaterfall} />
          {part !== null && <Keypad />}
        </div>
      </section>
      <nav className={classes.foot} aria-label={t`Parts of the till`}>
        <button
          type="button"
          className={classes.textButton}
          aria-pressed={part === "tiles"}
          onClick={() => setPart(part === "tiles" ? null : "tiles")}
        >
          <Trans>Goods</Trans>
        </button>
        <button
          type="button"
          className={classes.textButton}
          aria-pressed={part === "keys"}
          onClick={() => setPart(part === "keys" ? null : "keys")}
        >
          <Trans>Keys</Trans>
        </button>
        <button type="button" className={classes.textButton} onClick={onWaterfall}>
          <Trans>Line</Trans>
        </button>
      </nav>
    </>
  );
}
