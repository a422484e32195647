/** Over the cart: what the goods in it are taken for. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { Notice } from "@/components/ui/Notice";
import { type Difference, differenceOf, dropExchange, useExchange } from "../state/exchange";
import { useTill } from "../state/till";
import { useTillWords } from "./words";

export function ExchangeBar() {
  const { t } = useLingui();
  const words = useTillWords();
  const cart = useTill((state) => state.cart.id);
  const inHand = useExchange((state) => state.inHand);
  const priced = useTill((state) => state.priced);
  if (inHand?.cart !== cart) return null;
  return (
    <Notice
      kind="info"
      actions={
        <Button size="sm" variant="default" onClick={() => void dropExchange()}>
          <Trans>No exchange after all</Trans>
        </Button>
      }
    >
      {t`Exchange: ${words.money(inHand.worth)} for goods of ${inHand.refund.receipt_number} counts against this cart.`}{" "}
      {priced && priced.lines.length > 0 && <Left {...differenceOf(inHand, priced.total, "CASH")} />}
    </Notice>
  );
}

function Left({ toPay, over }: Difference) {
  const { t } = useLingui();
  const words = useTillWords();
  if (over.isPositive) return t`${words.money(over.toString())} is given back.`;
  return t`${words.money(toPay.toString())} is left to pay.`;
}
