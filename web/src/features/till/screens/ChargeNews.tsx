/** What became of charges whose sale was left: told until somebody has seen it. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { Notice } from "@/components/ui/Notice";
import { dismiss } from "../state/charges";
import { useTill } from "../state/till";
import { useTillWords } from "./words";

export function ChargeNews() {
  const { t } = useLingui();
  const words = useTillWords();
  const news = useTill((state) => state.news);
  return news.map((charge) => {
    const [amount, method] = [words.money(charge.amount), words.method(charge.way.method)];
    const isPaid = charge.stand === "APPROVED";
    return (
      <Notice
        key={charge.id}
        kind={isPaid ? "done" : "warning"}
        actions={
          <Button size="sm" variant="default" onClick={() => void dismiss(charge)}>
            <Trans context="a message">Seen</Trans>
          </Button>
        }
      >
        {isPaid
          ? t`${method} ${amount} was approved. The sale is booked as ${charge.receipt.number}.`
          : t`${method}: ${amount} arrived after all, and pays for no sale. It waits as a credit until a manager gives it back.`}
      </Notice>
    );
  });
}
