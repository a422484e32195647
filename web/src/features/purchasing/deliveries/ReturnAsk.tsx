/** Which goods of a delivery go back to the supplier; makes a draft return of them. */
import { useLingui } from "@lingui/react/macro";
import { Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { send } from "@/components/documents/call";
import { minus, plain } from "@/components/documents/figures";
import { Ask } from "@/components/ui/Ask";
import { Notice } from "@/components/ui/Notice";
import { quantity } from "@/lib/format";
import { useActKey } from "@/lib/keys";
import { DELIVERIES, type Delivery, RETURNS, type Returned } from "../kinds";

export function ReturnAsk({ delivery, onDone }: { delivery: Delivery; onDone: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const navigate = useNavigate();
  const key = useActKey();
  const [typed, setTyped] = useState<Record<string, string>>({});
  const [reason, setReason] = useState("");
  const [isEmpty, setEmpty] = useState(false);
  const lines = delivery.lines
    .filter((line) => (typed[line.id] ?? "").trim() !== "")
    .map((line) => ({
      receipt_line: line.id,
      quantity: plain(typed[line.id] ?? "") ?? typed[line.id],
      in_base_units: true,
      reason: reason.trim(),
    }));
  const back = useMutation({
    mutationFn: () => send<Returned>("POST", `${DELIVERIES.path}${delivery.id}/return/`, key, { lines }),
    onSuccess: async (made) => {
      await client.invalidateQueries();
      await navigate({ to: `${RETURNS.home}/${made.id}` });
    },
  });
  return (
    <Ask
      opened
      title={t`Send goods of ${delivery.number} back?`}
      act={t`Write the return`}
      keep={t`Keep the goods`}
      busy={back.isPending}
      error={back.error}
      onAct={() => (lines.length > 0 ? back.mutate() : setEmpty(true))}
      onKeep={onDone}
    >
      <Stack gap="sm">
        {isEmpty && lines.length === 0 && <Notice kind="warning">{t`Write how much of a product goes back.`}</Notice>}
        {delivery.lines.map((line) => (
          <TextInput
            key={line.id}
            label={line.product_name}
            description={t`${quantity(minus(line.base_qty, line.returned_base_qty), line.unit_code)} may go back`}
            inputMode="decimal"
            value={typed[line.id] ?? ""}
            onChange={(event) => {
              const { value } = event.currentTarget;
              setTyped((now) => ({ ...now, [line.id]: value }));
            }}
          />
        ))}
        <TextInput
          label={t`Reason (optional)`}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </Stack>
    </Ask>
  );
}
