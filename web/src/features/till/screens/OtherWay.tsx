/** Money that a provider refused to give back: in cash, or as store credit. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useState } from "react";
import { Notice, ProblemNotice } from "@/components/ui/Notice";
import { giveInstead, type WayInstead } from "../state/otherWay";
import type { RefundPayment } from "../state/returns";
import { useReturnWords } from "./returnWords";
import { useTillWords } from "./words";

interface Props {
  payment: RefundPayment;
  /** Only where whoever opened it came for it: a refusal that arrives by itself takes no key from what is being done. */
  takesFocus: boolean;
}

export function OtherWay({ payment, takesFocus }: Props) {
  const { t } = useLingui();
  const words = useTillWords();
  const { told } = useReturnWords();
  const [busy, setBusy] = useState<WayInstead>();
  const [error, setError] = useState<unknown>();
  const sum = words.money(payment.amount_paid);
  const give = async (way: WayInstead) => {
    setBusy(way);
    setError(undefined);
    try {
      await giveInstead(payment, way);
    } catch (refused) {
      setError(refused);
      setBusy(undefined);
    }
  };
  return (
    <>
      <Notice
        kind="warning"
        actions={
          <>
            <Button
              size="lg"
              autoFocus={takesFocus}
              loading={busy === "CASH"}
              disabled={!!busy}
              onClick={() => give("CASH")}
            >
              <Trans>Give {sum} in cash</Trans>
            </Button>
            <Button
              size="lg"
              variant="default"
              loading={busy === "STORE_CREDIT"}
              disabled={!!busy}
              onClick={() => give("STORE_CREDIT")}
            >
              <Trans>As store credit</Trans>
            </Button>
          </>
        }
      >
        {t`The provider would not give ${sum} back by ${words.method(payment.payment_method)}. It is owed still.`}
      </Notice>
      <ProblemNotice error={error && told(error)} />
    </>
  );
}
