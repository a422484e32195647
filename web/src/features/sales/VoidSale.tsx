/** Takes a whole sale back that was made by mistake; the button says what goes back. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Stack, Textarea } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Ask } from "@/components/ui/Ask";
import { toast } from "@/components/ui/toast";
import type { Schemas } from "@/lib/api";
import { money } from "@/lib/format";
import { useActKey } from "@/lib/keys";
import { voidSale } from "./api";

export function VoidSale({ sale, onDone }: { sale: Schemas["Sale"]; onDone: () => void }) {
  const { t } = useLingui();
  const cache = useQueryClient();
  const key = useActKey();
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const number = sale.receipt_number ?? "";
  const paid = money(sale.amount_paid, sale.currency);
  const act = async () => {
    setBusy(true);
    try {
      await voidSale(sale.id, reason.trim(), key(reason.trim()));
      for (const read of ["sales", "refunds", "payments", "audit-logs"]) {
        await cache.invalidateQueries({ queryKey: [read] });
      }
      toast(t`Sale ${number} is voided.`);
      onDone();
    } catch (refused) {
      setError(refused);
      setBusy(false);
    }
  };
  return (
    <Ask
      opened
      title={t`Void sale ${number}?`}
      act={t`Void sale and give back ${paid}`}
      keep={t`Keep sale`}
      dangerous
      busy={busy}
      error={error}
      onAct={act}
      onKeep={onDone}
    >
      <Stack gap="sm">
        <span>
          <Trans>All its goods go back on the shelf, and the money the way it was paid. It can't be taken back.</Trans>
        </span>
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
