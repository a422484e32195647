/** What was taken out of the cart just now, with the way back by touch; `Ins` does the same. */
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
  return (
    <Notice
      kind="info"
      actions={
        <Button size="sm" variant="default" onClick={() => void undo()}>
          <Trans>Put it back</Trans>
        </Button>
      }
    >
      {t`${taken.name} was taken out.`}
    </Notice>
  );
}
