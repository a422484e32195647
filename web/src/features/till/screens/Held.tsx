/** Carts that wait, of this till and of others: taken up again by touch or Enter. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Drawer } from "@mantine/core";
import { useEffect, useState } from "react";
import { ProblemNotice } from "@/components/ui/Notice";
import { ago } from "@/lib/format";
import { asProblem, type Problem } from "@/lib/problem";
import { type HeldCart, heldCarts, recall } from "../state/holding";
import classes from "./till.module.css";
import { useTillWords } from "./words";

export function Held({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useLingui();
  const words = useTillWords();
  const [carts, setCarts] = useState<HeldCart[]>();
  const [error, setError] = useState<Problem>();
  useEffect(() => {
    if (!opened) return;
    setError(undefined);
    setCarts(undefined);
    heldCarts().then(setCarts, (refused) => setError(asProblem(refused)));
  }, [opened]);
  const take = (held: HeldCart) => {
    recall(held).then(onClose, (refused) => setError(asProblem(refused)));
  };
  return (
    <Drawer opened={opened} onClose={onClose} title={t`Held carts`} closeButtonProps={{ "aria-label": t`Close` }}>
      <ProblemNotice error={error && words.told(error)} />
      {carts?.length === 0 && (
        <p className={classes.small}>
          <Trans>No cart is held. F8 puts the cart at hand aside; it waits here, also for other tills.</Trans>
        </p>
      )}
      <ul className={classes.taken}>
        {carts?.map((held, at) => (
          <li key={held.id} style={{ border: "none" }}>
            <button
              type="button"
              className={classes.line}
              style={{ borderRadius: 8 }}
              // biome-ignore lint/a11y/noAutofocus: Enter takes up the newest
              autoFocus={at === 0}
              onClick={() => take(held)}
            >
              <span className={classes.cut}>{held.label || t`Cart without a name`}</span>
              <span className={classes.lineTotal}>{held.total && words.money(held.total)}</span>
              <span className={classes.lineNote}>
                {ago(held.made_at, new Date())}
                {held.cart && ` · ${t`on this till alone`}`}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Drawer>
  );
}
