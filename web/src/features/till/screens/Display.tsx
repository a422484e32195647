/** The customer's display, a second window: what is being sold, what it comes to, the change. */
import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { money, quantity } from "@/lib/format";
import { type Shown, watch } from "../state/display";
import classes from "./till.module.css";

export function Display() {
  const { t } = useLingui();
  const [shown, setShown] = useState<Shown>();
  useEffect(() => {
    document.title = t`Customer display · OptimaPOS`;
    return watch(setShown);
  }, [t]);
  const currency = shown?.currency ?? "EUR";
  return (
    <main className={classes.root} style={{ padding: "var(--space-5)", gap: "var(--space-4)" }}>
      <h1 style={{ margin: 0 }}>{shown?.shop || "OptimaPOS"}</h1>
      <ul className={classes.taken} style={{ flex: 1, minHeight: 0, overflow: "hidden", fontSize: "1.5rem" }}>
        {shown?.lines.slice(-8).map((line) => (
          <li key={line.id}>
            <span className={classes.cut}>
              {quantity(line.quantity)} × {line.name}
            </span>
            <span>{money(line.total, currency)}</span>
          </li>
        ))}
      </ul>
      <div className={classes.change} aria-live="polite">
        <span>
          <Trans>Total</Trans>
        </span>
        <strong data-testid="display-total">{money(shown?.total ?? "0", currency)}</strong>
      </div>
      {shown?.change && (
        <div className={classes.change}>
          <span>
            <Trans context="money given back">Change</Trans>
          </span>
          <strong>{money(shown.change, currency)}</strong>
        </div>
      )}
    </main>
  );
}
