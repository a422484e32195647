/** Blocks, unblocks or corrects an account; each takes a reason. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Stack, Textarea, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Ask } from "@/components/ui/Ask";
import { toast } from "@/components/ui/toast";
import { holdingName } from "@/components/wallet/words";
import { asTyped } from "@/lib/decimals";
import { useActKey } from "@/lib/keys";
import { adjust, block, type Holding, unblock } from "./api";

export type What = "adjust" | "block" | "unblock";

interface Props {
  holding: Holding;
  what: What;
  onDone: () => void;
}

export function Change({ holding, what, onDone }: Props) {
  const { t } = useLingui();
  const cache = useQueryClient();
  const key = useActKey();
  const [amount, setAmount] = useState("");
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const name = holdingName(holding);
  const words = {
    adjust: { title: t`Correct the balance of ${name}?`, act: t`Correct balance`, done: t`The balance is corrected.` },
    block: { title: t`Block ${name}?`, act: t`Block account`, done: t`Nothing can be paid with it now.` },
    unblock: { title: t`Unblock ${name}?`, act: t`Unblock account`, done: t`It can be used again.` },
  }[what];
  const send = (why: string): Promise<unknown> => {
    const sent = key([what, amount, why]);
    if (what === "block") return block(holding.id, why, sent);
    if (what === "unblock") return unblock(holding.id, why, sent);
    return adjust(holding.id, { amount: asTyped(amount.replace("−", "-")), reason: why }, sent);
  };
  const act = async () => {
    setBusy(true);
    try {
      await send(reason.trim());
      await cache.invalidateQueries({ queryKey: ["wallet"] });
      await cache.invalidateQueries({ queryKey: [`wallet.${holding.id}.entries`] });
      await cache.invalidateQueries({ queryKey: ["audit-logs"] });
      toast(words.done);
      onDone();
    } catch (refused) {
      setError(refused);
      setBusy(false);
    }
  };
  return (
    <Ask
      opened
      title={words.title}
      act={words.act}
      keep={t`Leave it as it is`}
      dangerous={what === "block"}
      ready={reason.trim() !== ""}
      busy={busy}
      error={error}
      onAct={act}
      onKeep={onDone}
    >
      <Stack gap="sm">
        {what === "block" && (
          <Trans>Nothing can be paid with it until somebody unblocks it. What it holds stays.</Trans>
        )}
        {what === "adjust" && (
          <TextInput
            label={t`Amount to add; with a minus to take off`}
            inputMode="decimal"
            value={amount}
            onChange={(event) => setAmount(event.currentTarget.value)}
          />
        )}
        <Textarea
          label={t`Reason`}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          maxLength={400}
          autosize
          minRows={2}
        />
      </Stack>
    </Ask>
  );
}
