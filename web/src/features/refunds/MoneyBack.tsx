/** What went out for a refund by which way; what a provider refused says why, and may go another way. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { methodWords } from "@/components/tenders";
import { Section } from "@/components/ui/Page";
import { SimpleTable } from "@/components/ui/SimpleTable";
import { amount } from "@/lib/format";
import { useMay } from "@/lib/session";
import { failureQuery, type Refund } from "./api";
import { CreditCode } from "./CreditCode";
import { OtherWay } from "./OtherWay";
import { type Tender, waitsForAnotherWay } from "./rules";

export function MoneyBack({ refund }: { refund: Refund }) {
  const { t } = useLingui();
  const [chosen, setChosen] = useState<Tender>();
  const [code, setCode] = useState("");
  const done = (credit: string | null) => {
    setChosen(undefined);
    setCode(credit ?? "");
  };
  return (
    <Section title={t`Money given back`}>
      {code && <CreditCode code={code} onSeen={() => setCode("")} />}
      <SimpleTable
        label={t`Money given back`}
        head={[{ label: t`Method` }, { label: t`Status` }, { label: t`Amount (${refund.currency})`, figure: true }]}
        rows={refund.payments.map((one) => ({
          key: one.id,
          cells: [
            methodWords(one.payment_method),
            <Standing key="status" refund={refund} tender={one} onOtherWay={() => setChosen(one)} />,
            amount(one.amount_paid, refund.currency),
          ],
        }))}
      />
      {chosen && <OtherWay refund={refund} tender={chosen} onDone={done} />}
    </Section>
  );
}

function Standing({ refund, tender, onOtherWay }: { refund: Refund; tender: Tender; onOtherWay: () => void }) {
  const may = useMay();
  if (tender.status === "PENDING") return <Trans>Waits for the provider</Trans>;
  const replaced = refund.payments.find((one) => one.replaces === tender.id);
  if (tender.status === "SUCCESSFUL") {
    if (!replaced) return tender.replaces ? <Trans>Paid out instead</Trans> : <Trans>Paid out</Trans>;
    return (
      <Text inherit fw={600}>
        <Trans>Paid out after all, and by another way before: it went out twice</Trans>
      </Text>
    );
  }
  return (
    <Stack gap={4} align="flex-start">
      <span>
        {replaced ? (
          <Trans>Did not go through; given back another way</Trans>
        ) : (
          <Trans>Did not go through: the money is still owed</Trans>
        )}
      </span>
      <Why tender={tender} />
      {waitsForAnotherWay(refund.payments, tender) && may("refund.process") && (
        <Button size="sm" variant="default" onClick={onOtherWay}>
          <Trans>Give it back another way</Trans>
        </Button>
      )}
    </Stack>
  );
}

/** The provider's own words, where it had any. */
function Why({ tender }: { tender: Tender }) {
  const { data } = useQuery(failureQuery(tender.id));
  const words = data?.error_words || data?.error_code;
  if (!words) return null;
  return (
    <Text size="sm" c="dimmed">
      <Trans>The provider said: {words}</Trans>
    </Text>
  );
}
