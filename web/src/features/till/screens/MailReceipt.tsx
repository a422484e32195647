/** To which address the receipt is sent. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Modal, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { Notice, ProblemNotice } from "@/components/ui/Notice";
import { mailReceipt } from "../state/papers";
import classes from "./till.module.css";
import { useTillWords } from "./words";

export default function MailReceipt({ sale, onClose }: { sale: string; onClose: () => void }) {
  const { t } = useLingui();
  const words = useTillWords();
  const [to, setTo] = useState("");
  const [sent, setSent] = useState("");
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      await mailReceipt(sale, to.trim());
      setSent(to.trim());
    } catch (refused) {
      setError(words.told(refused));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={t`Send the receipt`} closeButtonProps={{ "aria-label": t`Close` }}>
      <form className={classes.stack} noValidate onSubmit={(event) => void send(event)}>
        <TextInput
          label={t`E-mail`}
          type="email"
          size="lg"
          autoComplete="off"
          data-autofocus
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        <ProblemNotice error={error} />
        {sent && <Notice kind="done">{t`The receipt is on its way to ${sent}.`}</Notice>}
        <Button type="submit" size="lg" loading={busy} disabled={!to.trim()}>
          <Trans>Send</Trans>
        </Button>
      </form>
    </Modal>
  );
}
