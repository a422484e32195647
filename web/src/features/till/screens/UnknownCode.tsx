/** A code that became no line: why, and what may be done. It stands beside the cart and stops nothing. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { Notice } from "@/components/ui/Notice";
import { mayLink } from "../state/linking";
import { type CodeFault, show, useTill } from "../state/till";

interface Props {
  code: string;
  times: number;
  fault: CodeFault;
  onClose: () => void;
  onFind: () => void;
}

export function useFaultWords(): (code: string, fault: CodeFault) => string {
  const { t } = useLingui();
  return (code, fault) => {
    const words: Record<CodeFault, string> = {
      UNKNOWN: t`No product has code ${code}.`,
      MISREAD: t`Code ${code} was not read right: its check digit is wrong. Scan it again.`,
      BY_PIECE: t`The label ${code} has a weight or price, and its product is sold by the piece. Add it by name.`,
      NO_VALUE: t`The label ${code} has a weight or price of 0. Weigh it again.`,
      NO_PRICE: t`The product of the label ${code} has no price.`,
      NOT_HERE: t`Code ${code} is no product, coupon or customer, so it can't be added to a sale.`,
      COUPON_NOT_FOUND: t`There is no coupon ${code}. Check its letters.`,
      COUPON_EXPIRED: t`Coupon ${code} is not valid any more.`,
      COUPON_USED_UP: t`Coupon ${code} was used already.`,
      COUPON_OFFLINE: t`A coupon needs a connection. Sell without it, or hold the sale.`,
    };
    return words[fault];
  };
}

export function UnknownCode({ code, times, fault, onClose, onFind }: Props) {
  const { t } = useLingui();
  const words = useFaultWords();
  const canLink = useTill(mayLink);
  return (
    <Notice
      kind="danger"
      onClose={onClose}
      actions={
        !fault.startsWith("COUPON") && (
          <>
            <Button size="sm" variant="default" onClick={onFind}>
              <Trans>Find by name</Trans>
            </Button>
            {fault === "UNKNOWN" && canLink && (
              <Button size="sm" variant="default" onClick={() => show("link", code)}>
                <Trans>Link to a product</Trans>
              </Button>
            )}
          </>
        )
      }
    >
      {words(code, fault)} {times > 1 && t`${times} unknown codes.`}
    </Notice>
  );
}
