/** Paying for an exchange: the new goods, what came back, and the difference, paid by one tender or given back. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Radio, Stack, TextInput } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { type FormEvent, useEffect, useState } from "react";
import { ProblemNotice } from "@/components/ui/Notice";
import { currencyOf } from "@/domain/cart";
import { typedAmount } from "@/domain/quantity";
import { newId } from "../local/ids";
import { METHODS } from "../state/choices";
import { differenceOf, exchange, exchangeInHand, useExchange } from "../state/exchange";
import type { RestMethod } from "../state/returns";
import { takeScan } from "../state/scanned";
import { hearScans } from "../state/scanner";
import { set, type TenderLine, useTill } from "../state/till";
import { useReturnWords } from "./returnWords";
import { beep } from "./sound";
import classes from "./till.module.css";
import { useTillWords } from "./words";

const REST: readonly RestMethod[] = ["CASH", "ORIGINAL_PAYMENT", "CREDIT_NOTE"];

export default function Exchange() {
  const { t } = useLingui();
  const words = useTillWords();
  const returnWords = useReturnWords();
  const { priced, memory } = useTill();
  const inHand = useExchange(exchangeInHand);
  const [method, setMethod] = useState<string>("CASH");
  const [rest, setRest] = useState<RestMethod>("CASH");
  const [handed, setHanded] = useState("");
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const toCart = () => set({ view: "cart" });
  useEffect(() => {
    const scan = async (code: string) => {
      set({ view: "cart" });
      beep((await takeScan(code)) ? "unknown" : "added");
    };
    return hearScans((code) => void scan(code));
  }, []);
  if (!priced || !memory || !inHand) return null;
  const { toPay, over } = differenceOf(inHand, priced.total, method);
  const given = method === "CASH" && handed.trim() ? typedAmount(handed, currencyOf(memory)).value : toPay;
  const isShort = given === null || toPay.isAbove(given);
  const change = given?.isAbove(toPay) ? given.minus(toPay) : null;
  const complete = async (event: FormEvent) => {
    event.preventDefault();
    if (isShort || !given) return;
    const tender: TenderLine = { id: newId(), method, amount: given.toString(), reference: "" };
    setBusy(true);
    setError(undefined);
    try {
      await exchange(toPay.isPositive ? [tender] : [], rest);
    } catch (refused) {
      setError(returnWords.told(refused));
      setBusy(false);
    }
  };
  const cash = (value: { toString: () => string }) => words.money(value.toString());
  return (
    <main className={classes.returns}>
      <div className={classes.returnsHead}>
        <button type="button" className={classes.textButton} onClick={toCart} aria-label={t`Back to the cart`}>
          <IconArrowLeft size={24} aria-hidden />
          <Trans>Cart</Trans>
        </button>
        <h1>
          <Trans>Exchange</Trans>
        </h1>
      </div>
      <form className={classes.stack} noValidate onSubmit={(event) => void complete(event)}>
        <Figure name={t`New goods`} value={cash(priced.total)} />
        <Figure name={t`Come back from ${inHand.refund.receipt_number}`} value={`-${words.money(inHand.worth)}`} />
        <Figure
          name={over.isPositive ? t`To give back` : t`To pay`}
          value={cash(over.isPositive ? over : toPay)}
          testId="difference"
          isLarge
        />
        <ProblemNotice error={error} />
        {toPay.isPositive && (
          <>
            <Radio.Group label={t`Payment method`} value={method} onChange={setMethod}>
              <Stack gap="xs" mt="xs">
                {METHODS.map((one) => (
                  <Radio key={one} value={one} size="md" label={words.method(one)} />
                ))}
              </Stack>
            </Radio.Group>
            {method === "CASH" && (
              <TextInput
                label={t`Handed over (optional)`}
                size="lg"
                inputMode="decimal"
                autoComplete="off"
                autoFocus
                value={handed}
                error={isShort ? t`Less was handed over than is paid.` : undefined}
                onChange={(event) => setHanded(event.currentTarget.value)}
              />
            )}
            {change && (
              <Figure name={t({ message: "Change", context: "money given back" })} value={cash(change)} isLarge />
            )}
          </>
        )}
        {over.isPositive && (
          <Radio.Group label={t`Money back`} value={rest} onChange={(value) => setRest(value as RestMethod)}>
            <Stack gap="xs" mt="xs">
              {REST.map((one) => (
                <Radio key={one} value={one} size="md" label={returnWords.method(one)} />
              ))}
            </Stack>
          </Radio.Group>
        )}
        <Group>
          <Button type="submit" size="xl" loading={busy} disabled={isShort}>
            <Trans>Complete the exchange</Trans>
          </Button>
        </Group>
      </form>
    </main>
  );
}

interface FigureProps {
  name: string;
  value: string;
  testId?: string;
  isLarge?: boolean;
}

function Figure({ name, value, testId, isLarge }: FigureProps) {
  return (
    <div className={classes.totalRow} style={{ fontSize: isLarge ? "1.75rem" : "1.125rem" }}>
      <span>{name}</span>
      <strong data-testid={testId}>{value}</strong>
    </div>
  );
}
