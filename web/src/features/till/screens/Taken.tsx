/** What was taken out of the cart just now, or a customer who was, with the way back by touch; `Ins` does the same. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useEffect } from "react";
import { Notice } from "@/components/ui/Notice";
import { undo } from "../state/acts";
import { set, useTill } from "../state/till";

const SHOWN_MS = 8_000;

export function Taken() {
  const { t } = useLingui();
  const taken = useTill((state) => state.taken);
  useEffect(() => {
    if (!taken) return;
    const timer = setTimeout(() => set({ taken: null }), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [taken]);
  if (!taken) return null;
  const { what, name } = taken;
  const told = {
    line: t`${name} was taken out.`,
    customer: t`${name} is not the customer any more.`,
    replaced: t`${name} was the customer until now.`,
  };
  return (
    <Notice
      kind="info"
      actions={
        <Button size="sm" variant="default" onClick={() => void undo()}>
          {what === "line" ? <Trans>Put it back</Trans> : <Trans>Undo</Trans>}
        </Button>
      }
    >
      {told[what]}
    </Notice>
  );
}
