/** Corrects quantity or price of one line of a completed delivery; stock and costs follow. */
import { useLingui } from "@lingui/react/macro";
import { NativeSelect, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send } from "@/components/documents/call";
import { plain, short } from "@/components/documents/figures";
import { Ask } from "@/components/ui/Ask";
import { toast } from "@/components/ui/toast";
import { useActKey } from "@/lib/keys";
import { DELIVERIES, type Delivery } from "../kinds";

export function CorrectAsk({ delivery, onDone }: { delivery: Delivery; onDone: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const key = useActKey();
  const [id, setId] = useState(delivery.lines[0]?.id ?? "");
  const line = delivery.lines.find((one) => one.id === id);
  const [much, setMuch] = useState(short(line?.quantity ?? "0"));
  const [price, setPrice] = useState(short(line?.unit_price ?? "0"));
  const [reason, setReason] = useState("");
  const choose = (next: string) => {
    const other = delivery.lines.find((one) => one.id === next);
    setId(next);
    setMuch(short(other?.quantity ?? "0"));
    setPrice(short(other?.unit_price ?? "0"));
  };
  const correct = useMutation({
    mutationFn: () =>
      send<Delivery>("POST", `${DELIVERIES.path}${delivery.id}/correct/`, key, {
        line: id,
        quantity: plain(much) ?? much,
        unit_price: plain(price) ?? price,
        reason: reason.trim(),
      }),
    onSuccess: async (saved) => {
      client.setQueryData([DELIVERIES.path, delivery.id], saved);
      await client.invalidateQueries();
      toast(t`The line is corrected, and so are stock and costs.`);
      onDone();
    },
  });
  return (
    <Ask
      opened
      title={t`Correct a line of ${delivery.number}?`}
      act={t`Correct the line`}
      keep={t`Leave as it is`}
      busy={correct.isPending}
      error={correct.error}
      onAct={() => correct.mutate()}
      onKeep={onDone}
    >
      <Stack gap="sm">
        <NativeSelect
          label={t`Line`}
          value={id}
          data={delivery.lines.map((one) => ({ value: one.id, label: one.product_name }))}
          onChange={(event) => choose(event.currentTarget.value)}
        />
        <TextInput
          label={t`Quantity that really came`}
          inputMode="decimal"
          value={much}
          onChange={(event) => setMuch(event.currentTarget.value)}
        />
        <TextInput
          label={t`Price`}
          inputMode="decimal"
          value={price}
          onChange={(event) => setPrice(event.currentTarget.value)}
        />
        <TextInput label={t`Reason`} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
      </Stack>
    </Ask>
  );
}
