/** A return that was asked for before and is not done, or was refused by a provider: it can be gone on with. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { Notice } from "@/components/ui/Notice";
import { type Refund, takeUpRefund } from "../state/returns";
import { useTillWords } from "./words";

export function OpenRefund({ refund }: { refund: Refund }) {
  const { t } = useLingui();
  const words = useTillWords();
  return (
    <Notice
      kind={refund.status === "PROCESSED" ? "warning" : "info"}
      actions={
        <Button size="sm" onClick={() => void takeUpRefund(refund.id)}>
          <Trans>Go on with it</Trans>
        </Button>
      }
    >
      {refund.status === "PROCESSED"
        ? t`A provider would not give back what ${refund.refund_number ?? ""} was to give. It is owed still.`
        : refund.status === "APPROVED"
          ? t`A return of ${words.money(refund.amount)} is approved and not given back yet.`
          : t`A return of ${words.money(refund.amount)} waits for approval.`}
    </Notice>
  );
}
