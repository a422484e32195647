/** Lines of an order that nothing more is expected of. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send } from "@/components/documents/call";
import { isZero } from "@/components/documents/figures";
import { Ask } from "@/components/ui/Ask";
import { toast } from "@/components/ui/toast";
import { quantity } from "@/lib/format";
import { useActKey } from "@/lib/keys";
import { ORDERS, type Order } from "../kinds";

export function CancelLines({ order, onDone }: { order: Order; onDone: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const key = useActKey();
  const [chosen, setChosen] = useState<string[]>([]);
  const [reason, setReason] = useState("");
  const cancel = useMutation({
    mutationFn: () =>
      send<Order>("POST", `${ORDERS.path}${order.id}/cancel-lines/`, key, { lines: chosen, reason: reason.trim() }),
    onSuccess: async () => {
      await client.invalidateQueries();
      toast(t`Nothing more is expected of these lines.`);
      onDone();
    },
  });
  return (
    <Ask
      opened
      dangerous
      title={t`Expect nothing more of ${order.number}?`}
      act={t`Expect nothing more`}
      keep={t`Keep expecting`}
      busy={cancel.isPending}
      error={cancel.error}
      onAct={() => chosen.length > 0 && cancel.mutate()}
      onKeep={onDone}
    >
      <Checkbox.Group label={t`Lines`} value={chosen} onChange={setChosen}>
        <Stack gap="xs" mt="xs">
          {order.lines
            .filter((line) => !isZero(line.open_base_qty))
            .map((line) => (
              <Checkbox
                key={line.id}
                value={line.id}
                label={t`${line.product_name}: ${quantity(line.open_base_qty, line.unit_code)} still to come`}
              />
            ))}
        </Stack>
      </Checkbox.Group>
      <TextInput
        mt="sm"
        label={<Trans>Reason</Trans>}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </Ask>
  );
}
