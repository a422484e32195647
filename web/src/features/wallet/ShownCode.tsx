/** The code of a card or credit note that was just issued: shown now, for the customer, and never again. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { CopyText } from "@/components/ui/CopyText";
import { Notice } from "@/components/ui/Notice";
import { money } from "@/lib/format";
import { useCurrency } from "@/lib/session";
import type { Issued } from "./api";

export function ShownCode({ issued, onDone }: { issued: Issued; onDone: () => void }) {
  const { t } = useLingui();
  const currency = useCurrency();
  return (
    <div style={{ display: "grid", gap: "var(--space-3)" }}>
      <Notice kind="done">
        {issued.kind === "GIFT_CARD" ? (
          <Trans>The card holds {money(issued.balance, currency)}. Its code is shown now and never again:</Trans>
        ) : (
          <Trans>The credit is {money(issued.balance, currency)}. Its code is shown now and never again:</Trans>
        )}
      </Notice>
      <CopyText text={issued.code} label={t`Copy code`} />
      <div>
        <Button onClick={onDone}>
          <Trans>The customer has the code</Trans>
        </Button>
      </div>
    </div>
  );
}
