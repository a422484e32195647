/** Taking a whole sale back that was just made by mistake, the way it was paid. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Modal, TextInput } from "@mantine/core";
import { useState } from "react";
import { ProblemNotice } from "@/components/ui/Notice";
import { type SoldSale, voidSale } from "../state/returns";
import { useTill } from "../state/till";
import { isNothing } from "./Paper";
import { useReturnWords } from "./returnWords";
import classes from "./till.module.css";
import { useTillWords } from "./words";

export function VoidSale({ sale }: { sale: SoldSale }) {
  const { t } = useLingui();
  const words = useTillWords();
  const returnWords = useReturnWords();
  const mayVoid = useTill((state) => state.session?.operator.capabilities.includes("sale.void") ?? false);
  const [isAsked, setAsked] = useState(false);
  const [reason, setReason] = useState("");
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  if (!isNothing(sale.amount_refunded)) return null;
  if (!mayVoid) {
    return (
      <p className={classes.small}>
        <Trans>Rung up by mistake: somebody who may void sales signs in at this till.</Trans>
      </p>
    );
  }
  const undo = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await voidSale(reason.trim());
    } catch (refused) {
      setError(returnWords.told(refused));
      setBusy(false);
    }
  };
  return (
    <div className={classes.danger}>
      <Button size="lg" variant="default" onClick={() => setAsked(true)}>
        <Trans>Void the whole sale</Trans>
      </Button>
      <Modal
        opened={isAsked}
        onClose={() => setAsked(false)}
        title={t`Void sale ${sale.receipt_number}?`}
        closeButtonProps={{ "aria-label": t`Close` }}
      >
        <form
          className={classes.stack}
          onSubmit={(event) => {
            event.preventDefault();
            if (reason.trim() && !busy) void undo();
          }}
        >
          <p>
            {t`All goods go back on the shelf and ${words.money(sale.total_amount)} goes back the way it was paid. This can't be undone.`}
          </p>
          <TextInput
            label={t`Reason`}
            data-autofocus
            maxLength={400}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <ProblemNotice error={error} />
          <Group>
            <Button type="submit" color="red" loading={busy} disabled={!reason.trim()}>
              <Trans>Void sale</Trans>
            </Button>
            <Button variant="default" onClick={() => setAsked(false)}>
              <Trans>Keep sale</Trans>
            </Button>
          </Group>
        </form>
      </Modal>
    </div>
  );
}
