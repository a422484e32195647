/** What this person may do with a refund now; what is barred stays visible, with the reason beside it. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Text, Textarea } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Ask } from "@/components/ui/Ask";
import { Notice } from "@/components/ui/Notice";
import { Section } from "@/components/ui/Page";
import { toast } from "@/components/ui/toast";
import { money } from "@/lib/format";
import { useActKey } from "@/lib/keys";
import { useBusiness, useMay, useMe } from "@/lib/session";
import { approveRefund, processRefund, type Refund, rejectRefund } from "./api";
import { CreditCode } from "./CreditCode";
import { needsAnother } from "./rules";

type Act = "approve" | "reject" | "process";

export function Steps({ refund }: { refund: Refund }) {
  const may = useMay();
  const me = useMe();
  const [act, setAct] = useState<Act>();
  const [code, setCode] = useState("");
  const done = (credit: string | null) => {
    setAct(undefined);
    setCode(credit ?? "");
  };
  if (code) return <CreditCode code={code} onSeen={() => setCode("")} />;
  const isMine = refund.requested_by === me.user;
  const mayDecide = may("refund.approve");
  if (refund.status === "PENDING") {
    if (!mayDecide && !isMine) {
      return (
        <Notice kind="info">
          <Trans>It waits for somebody who may approve refunds.</Trans>
        </Notice>
      );
    }
    return (
      <>
        <Decision refund={refund} mayDecide={mayDecide} isMine={isMine} onAct={setAct} />
        {act && <Doing refund={refund} act={act} onDone={done} />}
      </>
    );
  }
  if (refund.status !== "APPROVED") return null;
  if (refund.refund_method === "EXCHANGE") {
    return (
      <Notice kind="info">
        <Trans>It is approved. The other goods are sold for it at a till.</Trans>
      </Notice>
    );
  }
  if (!may("refund.process")) {
    return (
      <Notice kind="info">
        <Trans>It is approved. Somebody who may pay out refunds gives the money back.</Trans>
      </Notice>
    );
  }
  return (
    <>
      <Section>
        <Group gap="md">
          <Button onClick={() => setAct("process")}>
            <Trans>Give back {money(refund.amount, refund.currency)}</Trans>
          </Button>
          <Text c="dimmed">
            <Trans>Goods go where the lines say, and the money the way that was chosen.</Trans>
          </Text>
        </Group>
      </Section>
      {act && <Doing refund={refund} act={act} onDone={done} />}
    </>
  );
}

interface DecisionProps {
  refund: Refund;
  mayDecide: boolean;
  isMine: boolean;
  onAct: (act: Act) => void;
}

function Decision({ refund, mayDecide, isMine, onAct }: DecisionProps) {
  const limit = useBusiness()?.refund_limit;
  const me = useMe();
  const isBarred = needsAnother(refund, limit, me.user);
  const told = (value: string) => money(value, refund.currency);
  return (
    <Section>
      <Group gap="md" align="center">
        {mayDecide && (
          <Button disabled={isBarred} aria-describedby="why-not" onClick={() => onAct("approve")}>
            <Trans>Approve refund</Trans>
          </Button>
        )}
        <Button variant="default" onClick={() => onAct("reject")}>
          {isMine ? <Trans>Take request back</Trans> : <Trans>Reject refund</Trans>}
        </Button>
        <Text id="why-not" c={isBarred || !mayDecide ? undefined : "dimmed"} style={{ flex: "1 1 20rem" }}>
          {isBarred && limit ? (
            <Trans>
              You asked for this refund of {told(refund.amount)}. Above {told(limit)} somebody else must approve it.
            </Trans>
          ) : mayDecide ? (
            refund.is_beyond_warranty ? (
              <Trans>Some of these goods are beyond their warranty: approving takes a reason.</Trans>
            ) : (
              <Trans>Approving gives nothing back yet: that is the next step.</Trans>
            )
          ) : (
            <Trans>It waits for somebody who may approve refunds.</Trans>
          )}
        </Text>
      </Group>
    </Section>
  );
}

function Doing({ refund, act, onDone }: { refund: Refund; act: Act; onDone: (creditCode: string | null) => void }) {
  const { t } = useLingui();
  const me = useMe();
  const cache = useQueryClient();
  const key = useActKey();
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const told = money(refund.amount, refund.currency);
  const isMine = refund.requested_by === me.user;
  const isLate = act === "approve" && Boolean(refund.is_beyond_warranty);
  const takesReason = act === "reject" || isLate;
  const words = {
    approve: { title: t`Approve the refund of ${told}?`, act: t`Approve refund`, done: t`The refund is approved.` },
    reject: isMine
      ? { title: t`Take this request back?`, act: t`Take request back`, done: t`The request is taken back.` }
      : { title: t`Reject the refund of ${told}?`, act: t`Reject refund`, done: t`The refund is rejected.` },
    process: { title: t`Give back ${told}?`, act: t`Give back ${told}`, done: t`${told} were given back.` },
  }[act];
  const send = () => {
    const why = reason.trim();
    const sent = key([act, why]);
    if (act === "process") return processRefund(refund.id, sent);
    if (act === "reject") return rejectRefund(refund.id, why, sent);
    const late = isLate ? { override_warranty: true, override_reason: why } : {};
    return approveRefund(refund.id, late as Parameters<typeof approveRefund>[1], sent);
  };
  const run = async () => {
    setBusy(true);
    try {
      const { credit_code } = await send();
      await cache.invalidateQueries({ queryKey: ["refunds"] });
      await cache.invalidateQueries({ queryKey: ["sales"] });
      await cache.invalidateQueries({ queryKey: ["audit-logs"] });
      toast(words.done);
      onDone(credit_code);
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
      ready={!takesReason || reason.trim() !== ""}
      busy={busy}
      error={error}
      dangerous={act === "reject"}
      onAct={run}
      onKeep={() => onDone(null)}
    >
      {act === "process" && (
        <Trans>Stock and money are booked at once. It can't be taken back; the goods would be sold again.</Trans>
      )}
      {takesReason && (
        <Textarea
          label={isLate ? t`Why goods are taken back beyond their warranty` : t`Reason`}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          maxLength={400}
          autosize
          minRows={2}
        />
      )}
    </Ask>
  );
}
