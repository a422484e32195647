/** Asks how money goes back that a provider refused to give back. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Radio, Stack } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Ask } from "@/components/ui/Ask";
import { toast } from "@/components/ui/toast";
import type { Schemas } from "@/lib/api";
import { money } from "@/lib/format";
import { useActKey } from "@/lib/keys";
import { useBusiness } from "@/lib/session";
import { type Refund, replacePayment } from "./api";
import type { Tender } from "./rules";

type Way = Schemas["ReplaceBodyRequest"]["payment_method"];

interface Props {
  refund: Refund;
  tender: Tender;
  onDone: (creditCode: string | null) => void;
}

export function OtherWay({ refund, tender, onDone }: Props) {
  const { t } = useLingui();
  const cache = useQueryClient();
  const key = useActKey();
  const needsDrawer = useBusiness()?.requires_shift ?? false;
  const [way, setWay] = useState<Way>(needsDrawer ? "STORE_CREDIT" : "CASH");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const told = money(tender.amount_paid, refund.currency);
  const act = async () => {
    setBusy(true);
    try {
      const { credit_code } = await replacePayment(tender.id, way, key([tender.id, way]));
      for (const read of ["refunds", "sales", "payments", "audit-logs"]) {
        await cache.invalidateQueries({ queryKey: [read] });
      }
      toast(t`${told} were given back.`);
      onDone(credit_code);
    } catch (refused) {
      setError(refused);
      setBusy(false);
    }
  };
  return (
    <Ask
      opened
      title={t`Give ${told} back another way?`}
      act={t`Give back ${told}`}
      keep={t`Leave it as it is`}
      busy={busy}
      error={error}
      onAct={act}
      onKeep={() => onDone(null)}
    >
      <Stack gap="sm">
        <span>
          <Trans>The provider would not give it back. It goes another way once, and can't be taken back.</Trans>
        </span>
        <Radio.Group label={t`How the money goes back`} value={way} onChange={(value) => setWay(value as Way)}>
          <Stack gap="xs" mt="xs">
            <Radio
              value="CASH"
              label={t`Cash`}
              disabled={needsDrawer}
              description={needsDrawer ? t`Cash leaves a drawer whose shift is open: at a till alone.` : undefined}
            />
            <Radio
              value="STORE_CREDIT"
              label={t`Store credit`}
              description={
                refund.customer
                  ? t`On the customer's account.`
                  : t`The sale has no customer: whoever has the code may pay with it.`
              }
            />
          </Stack>
        </Radio.Group>
      </Stack>
    </Ask>
  );
}
