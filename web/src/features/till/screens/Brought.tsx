/** Goods without a receipt: what was brought, where it goes, who brought it, why, and how the money goes back. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { Notice, ProblemNotice } from "@/components/ui/Notice";
import { askBrought, countedLines, giveBroughtReason, useBrought } from "../state/brought";
import type { RefundMethod } from "../state/returns";
import { useTill } from "../state/till";
import { BroughtLine } from "./BroughtLine";
import { Chips } from "./Chips";
import { FindBrought } from "./FindBrought";
import { OpenRefund } from "./OpenRefund";
import { REFUND_REASONS, useReturnWords } from "./returnWords";
import { useScanBrought } from "./scanBack";
import classes from "./till.module.css";

export function Brought() {
  const { t } = useLingui();
  const { lines, open } = useBrought();
  useScanBrought();
  return (
    <div className={classes.stack}>
      <Notice kind="info">
        {t`Scan what was brought. Without a receipt it gives back the lowest price of the last 30 days, at most what it costs now.`}
      </Notice>
      {open.map((refund) => (
        <OpenRefund key={refund.id} refund={refund} />
      ))}
      <FindBrought />
      <ul className={classes.returnList} aria-label={t`What was brought`}>
        {lines.map((line) => (
          <BroughtLine key={line.id} line={line} />
        ))}
      </ul>
      {lines.length > 0 && <Terms />}
    </div>
  );
}

const METHODS: readonly RefundMethod[] = ["CASH", "CREDIT_NOTE"];

function Terms() {
  const { t } = useLingui();
  const words = useReturnWords();
  const count = useBrought((state) => countedLines(state.lines).length);
  const customer = useTill((state) => state.cart.customer?.name);
  const [method, setMethod] = useState<RefundMethod>("CASH");
  const reason = useBrought((state) => state.reason);
  const [broughtBy, setBroughtBy] = useState("");
  const [notes, setNotes] = useState("");
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const isSaid = broughtBy.trim() !== "" && notes.trim() !== "";
  const ask = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await askBrought({ method, notes: notes.trim(), broughtBy: broughtBy.trim() });
    } catch (refused) {
      setError(refused);
      setBusy(false);
    }
  };
  return (
    <>
      <TextInput
        label={t`Who brought it`}
        description={t`The name, and how you saw it: an identity card, a driving licence`}
        size="lg"
        maxLength={200}
        autoComplete="off"
        value={broughtBy}
        onChange={(event) => setBroughtBy(event.currentTarget.value)}
      />
      <TextInput
        label={t`Why it is taken back without a receipt`}
        size="lg"
        maxLength={400}
        autoComplete="off"
        value={notes}
        onChange={(event) => setNotes(event.currentTarget.value)}
      />
      <Chips
        label={t`Reason`}
        values={REFUND_REASONS}
        value={reason}
        word={words.reason}
        onChange={giveBroughtReason}
      />
      <Chips label={t`Money back`} values={METHODS} value={method} word={words.method} onChange={setMethod} />
      {method === "CREDIT_NOTE" && (
        <p className={classes.small}>
          {customer
            ? t`It is kept as credit of ${customer}, the customer of the cart.`
            : t`No customer is chosen in the cart: whoever has the code on the credit note pays with it.`}
        </p>
      )}
      <ProblemNotice error={error && words.told(error)} />
      <Button size="xl" loading={busy} disabled={count === 0 || !isSaid} onClick={() => void ask()}>
        {count === 0 ? (
          <Trans>Scan what was brought</Trans>
        ) : isSaid ? (
          <Plural value={count} one="Take back # line" other="Take back # lines" />
        ) : (
          <Trans>Say who brought it, and why</Trans>
        )}
      </Button>
    </>
  );
}
