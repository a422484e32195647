/** A refund that was asked for: approved by somebody, then given back; or exchanged for other goods, or taken back. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, TextInput } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { Notice, ProblemNotice } from "@/components/ui/Notice";
import { startExchange } from "../state/exchange";
import { approve, processRefund, type Refund, takeBack, useReturn } from "../state/returns";
import { useTill } from "../state/till";
import { ApproverPad } from "./ApproverPad";
import { useReturnWords } from "./returnWords";
import classes from "./till.module.css";
import { useTillWords } from "./words";

export function ReturnDecide() {
  const { t } = useLingui();
  const words = useTillWords();
  const returnWords = useReturnWords();
  const refund = useReturn((state) => state.refund);
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  if (!refund) return null;
  const run = (work: () => Promise<void>) => {
    setBusy(true);
    setError(undefined);
    return work()
      .catch((refused: unknown) => setError(returnWords.told(refused)))
      .finally(() => setBusy(false));
  };
  return (
    <div className={classes.stack}>
      <div className={classes.totalRow}>
        <span>
          {returnWords.method(refund.refund_method)} · {refund.receipt_number ?? t`without a receipt`}
        </span>
        <strong data-testid="refund-amount">{words.money(refund.amount)}</strong>
      </div>
      <ul className={classes.taken}>
        {refund.refund_items.map((item) => (
          <li key={item.id} className={classes.totalRow} style={{ fontSize: "1rem" }}>
            <span>
              {Number(item.quantity)} × {item.product_name}
            </span>
            <span>{words.money(item.gross)}</span>
          </li>
        ))}
      </ul>
      <ProblemNotice error={error} />
      {refund.status === "PENDING" && <Approve refund={refund} run={run} />}
      {refund.status === "APPROVED" && <GiveBack refund={refund} busy={busy} run={run} />}
      {refund.status === "REJECTED" && <Notice kind="warning">{t`This return was rejected.`}</Notice>}
      {refund.status === "PENDING" && (
        <Button size="lg" variant="default" onClick={() => void run(() => takeBack(t`Taken back at the till`))}>
          <Trans>Don't take it back</Trans>
        </Button>
      )}
    </div>
  );
}

type Run = (work: () => Promise<void>) => Promise<unknown>;

function Approve({ refund, run }: { refund: Refund; run: Run }) {
  const { t } = useLingui();
  const [reason, setReason] = useState("");
  const operator = useTill((state) => state.session?.operator);
  const override = refund.is_beyond_warranty ? { override_warranty: true, override_reason: reason.trim() } : {};
  const isSilent = refund.is_beyond_warranty && !reason.trim();
  const mayAlone = operator?.capabilities.includes("refund.approve") ?? false;
  return (
    <>
      <Notice kind="info">
        {refund.is_beyond_warranty
          ? t`The time to bring some of these goods back is over. Somebody who may approves it, and says why.`
          : t`This return has to be approved.`}
      </Notice>
      {refund.is_beyond_warranty && (
        <TextInput
          label={t`Why it is taken back all the same`}
          size="lg"
          maxLength={400}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
      {!isSilent && mayAlone && (
        <Button size="lg" autoFocus onClick={() => void run(() => approve(override))}>
          <Trans>Approve it myself</Trans>
        </Button>
      )}
      {!isSilent && (
        <ApproverPad
          mayApprove={(person) => person.approves?.includes("refund.approve") ?? true}
          onPin={(member, pin) => run(() => approve({ member, pin, ...override })).then(() => undefined)}
        />
      )}
    </>
  );
}

function GiveBack({ refund, busy, run }: { refund: Refund; busy: boolean; run: Run }) {
  const { t } = useLingui();
  const words = useTillWords();
  const cart = useTill((state) => state.cart.lines.length);
  const mayGive = useTill((state) => state.session?.operator.capabilities.includes("refund.process") ?? false);
  const next = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!busy) next.current?.focus(); // while an approval is under way a button takes no focus
  }, [busy]);
  if (!mayGive)
    return <Notice kind="warning">{t`Your role may not give money back. Somebody else goes on with it.`}</Notice>;
  if (refund.refund_method === "EXCHANGE") {
    return (
      <>
        <p className={classes.small}>
          {cart
            ? t`The goods in the cart are what the customer takes instead.`
            : t`Scan what the customer takes instead. The difference is paid or given back at the end.`}
        </p>
        <Button ref={next} size="xl" onClick={() => void run(startExchange)}>
          <Trans>Choose the new goods</Trans>
        </Button>
      </>
    );
  }
  const amount = words.money(refund.amount);
  const act = {
    CASH: t`Give back ${amount} in cash`,
    ORIGINAL_PAYMENT: t`Give back ${amount} the way it was paid`,
    CREDIT_NOTE: t`Give a credit note of ${amount}`,
  }[refund.refund_method];
  return (
    <Group>
      <Button ref={next} size="xl" loading={busy} onClick={() => void run(processRefund)}>
        {act}
      </Button>
    </Group>
  );
}
