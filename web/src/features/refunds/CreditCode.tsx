/** The code of store credit that has no customer: told now, and on the credit note's first print. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { CopyText } from "@/components/ui/CopyText";
import { Notice } from "@/components/ui/Notice";

export function CreditCode({ code, onSeen }: { code: string; onSeen: () => void }) {
  const { t } = useLingui();
  return (
    <Notice
      kind="done"
      actions={
        <Button size="sm" onClick={onSeen}>
          <Trans>The customer has the code</Trans>
        </Button>
      }
    >
      <Trans>Whoever has this code may pay with the credit note. It is shown now and never again:</Trans>
      <CopyText text={code} label={t`Copy code`} />
    </Notice>
  );
}
