/** Takes money for what the customer owes: how much, how, the change, and then the new balance with a slip to print. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Radio, Stack, TextInput } from "@mantine/core";
import { useRef, useState } from "react";
import { ProblemNotice } from "@/components/ui/Notice";
import { currencyOf } from "@/domain/cart";
import { decimal, ZERO } from "@/domain/decimal";
import { typedAmount } from "@/domain/quantity";
import { dateTime } from "@/lib/format";
import { asProblem, type Problem } from "@/lib/problem";
import type { CatalogCustomer } from "../local/catalog";
import { type AccountPayment, type Taken, takePayment } from "../state/accounts";
import { METHODS } from "../state/choices";
import { useTill } from "../state/till";
import { printPart } from "./printed";
import classes from "./till.module.css";
import { useTillWords } from "./words";

interface Props {
  customer: CatalogCustomer;
  /** What stands in the field first: what is overdue, else what is owed. */
  suggested: string;
  onDone: () => void;
}

export function TakePayment({ customer, suggested, onDone }: Props) {
  const { t } = useLingui();
  const words = useTillWords();
  const memory = useTill((state) => state.memory);
  const [amount, setAmount] = useState(suggested);
  const [method, setMethod] = useState<string>("CASH");
  const [handed, setHanded] = useState("");
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const [taken, setTaken] = useState<Taken>();
  if (!memory) return null;
  if (taken) return <TakenShown customer={customer} taken={taken} onDone={onDone} />;
  const currency = currencyOf(memory);
  const asked = typedAmount(amount, currency);
  const given = handed.trim() ? typedAmount(handed, currency) : null;
  const change = given?.value && asked.value ? given.value.minus(asked.value) : ZERO;
  const wrong = !asked.value?.isPositive;
  const short = method === "CASH" && (given?.problem != null || change.isNegative);
  const take = async () => {
    if (!asked.value || wrong || short) return;
    const body: AccountPayment = { amount: asked.value.toString(), payment_method: method };
    if (method === "CASH" && given?.value) body.tendered = given.value.toString();
    setBusy(true);
    setProblem(undefined);
    try {
      setTaken(await takePayment(customer.id, body));
    } catch (refused) {
      setProblem(asProblem(refused));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className={classes.stack}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void take();
      }}
    >
      <strong className={classes.customerName}>{customer.name}</strong>
      {problem && <ProblemNotice error={words.told(problem)} />}
      <TextInput
        label={t`Amount`}
        size="lg"
        inputMode="decimal"
        autoComplete="off"
        autoFocus
        value={amount}
        error={amount.trim() && wrong ? t`Type an amount above 0.` : undefined}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setAmount(event.currentTarget.value)}
      />
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
          value={handed}
          error={short ? t`Less was handed over than is paid.` : undefined}
          onChange={(event) => setHanded(event.currentTarget.value)}
        />
      )}
      {change.isPositive && method === "CASH" && (
        <div className={classes.totalRow} role="status">
          <span>
            <Trans context="money given back">Change</Trans>
          </span>
          <strong>{words.money(change.toString())}</strong>
        </div>
      )}
      <Group>
        <Button type="submit" size="lg" loading={busy} disabled={wrong || short}>
          {asked.value && !wrong ? t`Take ${words.money(asked.value.toString())}` : t`Take the payment`}
        </Button>
        <Button size="lg" variant="default" onClick={onDone}>
          <Trans>Back</Trans>
        </Button>
      </Group>
    </form>
  );
}

function TakenShown({ customer, taken, onDone }: { customer: CatalogCustomer; taken: Taken; onDone: () => void }) {
  const { t } = useLingui();
  const words = useTillWords();
  const shop = useTill((state) => state.memory?.settings);
  const operator = useTill((state) => state.session?.operator.name ?? "");
  const slip = useRef<HTMLElement>(null);
  const { payment } = taken;
  const rows: [string, string][] = [
    [words.method(payment.payment_method), payment.amount_paid],
    ...(decimal(payment.change).isPositive ? [[t`Change given`, payment.change] as [string, string]] : []),
    [t`Still owed`, taken.outstanding_balance],
  ];
  return (
    <div className={classes.stack}>
      <p role="status">
        <strong>{t`${words.money(payment.amount_paid)} is booked.`}</strong>{" "}
        {t`${customer.name} now owes ${words.money(taken.outstanding_balance)}.`}
      </p>
      {decimal(payment.change).isPositive && (
        <div className={classes.change}>
          <span>
            <Trans context="money given back">Change</Trans>
          </span>
          <strong>{words.money(payment.change)}</strong>
        </div>
      )}
      <article ref={slip} className={classes.paper} aria-label={t`Receipt of the payment`}>
        <strong>{shop?.business.name}</strong>
        <div>{shop?.storefront.address || shop?.business.address}</div>
        <div>
          {dateTime(payment.created_at, shop?.storefront.timezone)} · {operator}
        </div>
        <div>
          {customer.name} · {customer.code}
        </div>
        <hr />
        <table>
          <tbody>
            {rows.map(([name, value]) => (
              <tr key={name}>
                <td>{name}</td>
                <td>{words.money(value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <hr />
        <div>{payment.id}</div>
      </article>
      <Group>
        <Button size="lg" onClick={onDone} autoFocus>
          <Trans>Back to the customer</Trans>
        </Button>
        <Button size="lg" variant="default" onClick={() => slip.current && printPart(slip.current)}>
          <Trans>Print</Trans>
        </Button>
      </Group>
    </div>
  );
}
