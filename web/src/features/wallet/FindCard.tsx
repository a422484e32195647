/** Which account a code is of, as it was typed or scanned. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { ProblemNotice } from "@/components/ui/Notice";
import { lookup } from "./api";

export function FindCard() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const [code, setCode] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const find = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      const found = await lookup(code.trim());
      navigate({ to: `/sales/wallet/${found.id}` });
    } catch (refused) {
      setError(refused);
      setBusy(false);
    }
  };
  return (
    <form onSubmit={find} style={{ display: "grid", gap: "var(--space-3)" }}>
      <TextInput
        label={t`Code of the card or credit note`}
        data-autofocus
        autoComplete="off"
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <ProblemNotice error={error} />
      <div>
        <Button type="submit" loading={busy} disabled={!code.trim()}>
          <Trans>Find account</Trans>
        </Button>
      </div>
    </form>
  );
}
