/** Taking money: methods, what was handed over, quick cash, change, and completing the sale once. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconArrowLeft, IconBackspace, IconX } from "@tabler/icons-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Notice, ProblemNotice } from "@/components/ui/Notice";
import type { Need } from "@/domain/cart";
import { currencyOf } from "@/domain/cart";
import { decimal, sum } from "@/domain/decimal";
import type { Payment } from "@/domain/payment";
import { typedAmount } from "@/domain/quantity";
import { quickCash } from "@/domain/quickCash";
import { restToPay } from "@/domain/settlement";
import { date, amount as figure } from "@/lib/format";
import { asProblem, Problem } from "@/lib/problem";
import { newId } from "../local/ids";
import { vault } from "../local/vault";
import { askAgain, complete, openNeeds, paymentOf } from "../state/pay";
import { get, set, type TenderLine, useTill } from "../state/till";
import { Approval } from "./Approval";
import classes from "./till.module.css";
import { useTillWords } from "./words";

const METHODS = ["CASH", "CARD", "MOMO", "TRANSFER"] as const;
type Method = (typeof METHODS)[number] | "CREDIT";

export function Tender() {
  const { t } = useLingui();
  const words = useTillWords();
  const { priced, memory, tenders, cart, online, session, busy } = useTill();
  const [method, setMethod] = useState<Method>("CASH");
  const [typed, setTyped] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem>();
  const [need, setNeed] = useState<Need>();
  const [payment, setPayment] = useState<Payment | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const opened = useRef(performance.now());

  const terms = useMemo(
    () =>
      memory && priced
        ? {
            total: priced.total,
            currency: currencyOf(memory),
            cashRoundingStep: decimal(memory.settings.business.cash_rounding_step),
          }
        : null,
    [memory, priced],
  );
  const given = useMemo(() => tenders.map((one) => ({ method: one.method, amount: decimal(one.amount) })), [tenders]);
  const rest = useMemo(
    () => (terms ? restToPay(given, method === "CREDIT" ? "TRANSFER" : method, terms) : null),
    [given, method, terms],
  );
  const quick = useMemo(() => {
    if (!terms || !memory || !rest || method !== "CASH" || rest.isZero) return null;
    const { notes, coins } = memory.settings.business;
    return quickCash(rest, { notes, coins } as never, terms.currency, terms.cashRoundingStep);
  }, [terms, memory, rest, method]);

  const entered = typed ?? (rest && method !== "CREDIT" ? rest.toString() : "");
  const read = useMemo(() => (terms && entered ? typedAmount(entered, terms.currency) : null), [terms, entered]);
  const next: readonly TenderLine[] = useMemo(() => {
    if (method === "CREDIT" || !rest || rest.isZero || !read || read.problem !== null) return tenders;
    return [...tenders, { id: "next", method, amount: read.value.toString(), reference: "" }];
  }, [method, rest, read, tenders]);

  useEffect(() => {
    let alive = true;
    void paymentOf(next).then((found) => alive && setPayment(found));
    return () => {
      alive = false;
    };
  }, [next]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is typed next replaces the amount, after a part or another method too
  useEffect(() => field.current?.select(), [tenders.length, method]);

  const choose = (chosen: Method) => {
    setMethod(chosen);
    setTyped(null);
    setProblem(undefined);
    field.current?.focus();
  };
  const back = () => set({ view: "cart" });

  const finish = useCallback(async (lines: readonly TenderLine[]) => {
    if (get().busy || performance.now() - opened.current < 500) return;
    setProblem(undefined);
    const settled = await paymentOf(lines);
    const [open] = openNeeds(settled);
    if (open && settled?.settlement && get().online) {
      setNeed(open);
      return;
    }
    set({ busy: true });
    try {
      const done = await complete(lines.map((one) => ({ ...one, id: one.id === "next" ? newId() : one.id })));
      set({ done, view: "done", busy: false });
    } catch (refused) {
      set({ busy: false });
      setProblem(asProblem(refused));
    }
  }, []);

  /** Take what is typed: as the last tender where it is enough, else as a part. */
  const take = useCallback(
    async (text?: string) => {
      if (!terms || !rest) return;
      const amount = text === undefined ? read : typedAmount(text, terms.currency);
      if (method === "CREDIT" || rest.isZero) return finish(tenders);
      if (!amount || amount.problem !== null)
        return setProblem(
          new Problem("TOLD", 0, t`Type an amount, such as ${figure(rest.toString(), terms.currency.code)}.`),
        );
      const line: TenderLine = { id: newId(), method, amount: amount.value.toString(), reference: "" };
      if (amount.value.isAbove(rest) || amount.value.minus(rest).isZero) return finish([...tenders, line]);
      set({ tenders: [...tenders, line] });
      opened.current = performance.now(); // a second press does not take the rest as paid
      setTyped(null);
      setProblem(undefined);
    },
    [terms, rest, read, method, tenders, finish, t],
  );

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (need || event.ctrlKey || event.metaKey || event.altKey) return;
      const at = [...METHODS, "CREDIT" as const].indexOf(method);
      if (event.key === "Enter" && !event.repeat && (event.target as HTMLElement).tagName !== "BUTTON") void take();
      else if (event.key === "Escape") back();
      else if (event.key === "ArrowDown")
        choose(([...METHODS, "CREDIT"] as Method[])[Math.min(at + 1, cart.customer ? 4 : 3)] ?? "CASH");
      else if (event.key === "ArrowUp") choose(METHODS[Math.max(0, at - 1)] ?? "CASH");
      else if (event.key === "Delete" && get().tenders.length) set({ tenders: get().tenders.slice(0, -1) });
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  });

  if (!priced || !terms || !rest) return null;
  const settlement = payment?.settlement;
  const grantTenders = session?.grant?.grant.tenders ?? [];
  const isOff = (one: string) => !online && !grantTenders.includes(one);
  const paid = sum(given.map((one) => one.amount));
  const due = method === "CREDIT" || rest.isZero ? settlement?.amountDue : null;
  return (
    <main className={classes.tender} aria-busy={busy}>
      <div className={classes.tenderTop}>
        <button type="button" className={classes.textButton} onClick={back}>
          <IconArrowLeft aria-hidden /> <Trans>Cart</Trans> <span className={classes.keyHint}>Esc</span>
        </button>
        <h1 className={classes.toPay} data-testid="to-pay">
          <span className={classes.small}>
            <Trans>To pay</Trans>
          </span>{" "}
          {words.money(rest.toString())}
        </h1>
      </div>
      <div className={classes.methods} role="radiogroup" aria-label={t`Payment method`}>
        {METHODS.map((one) => (
          <button
            key={one}
            type="button"
            role="radio"
            aria-checked={method === one}
            className={classes.method}
            disabled={isOff(one)}
            onClick={() => choose(one)}
          >
            {words.method(one)}
            {isOff(one) && <div className={classes.small}>{t`needs a connection`}</div>}
          </button>
        ))}
        {cart.customer && (
          <button
            type="button"
            role="radio"
            aria-checked={method === "CREDIT"}
            className={classes.method}
            onClick={() => choose("CREDIT")}
          >
            <Trans>Rest on account</Trans>
          </button>
        )}
      </div>
      <div className={classes.amount}>
        {problem && (
          <ProblemNotice
            error={words.told(problem)}
            actions={problem.code === "NOT_CONFIRMED" ? <CheckAgain onTold={setProblem} /> : undefined}
          />
        )}
        {method === "CREDIT" ? (
          <CreditFacts payment={payment} />
        ) : (
          <>
            <input
              ref={field}
              className={classes.amountField}
              aria-label={t`Amount given`}
              inputMode="decimal"
              autoComplete="off"
              autoFocus
              value={entered}
              onFocus={(event) => event.currentTarget.select()}
              onChange={(event) => setTyped(event.currentTarget.value.replace(/[^\d.,]/g, ""))}
            />
            {quick && (
              <div className={classes.quick}>
                {[quick.exact, ...quick.more].map((value, at) => (
                  <button
                    key={value.toString()}
                    type="button"
                    className={classes.quickKey}
                    onClick={() => void take(value.toString())}
                  >
                    {at === 0 && <div className={classes.small}>{t`Exact`}</div>}
                    {figure(value.toString(), terms.currency.code)}
                  </button>
                ))}
              </div>
            )}
          </>
        )}
        {tenders.length > 0 && (
          <ul className={classes.taken} aria-label={t`Paid so far`}>
            {tenders.map((one) => (
              <li key={one.id}>
                <span>{words.method(one.method)}</span>
                <span>
                  {words.money(one.amount)}
                  <button
                    type="button"
                    className={classes.iconButton}
                    aria-label={t`Take back ${words.method(one.method)} ${words.money(one.amount)}`}
                    onClick={() => set({ tenders: tenders.filter((other) => other.id !== one.id) })}
                  >
                    <IconX size={20} aria-hidden />
                  </button>
                </span>
              </li>
            ))}
          </ul>
        )}
        <div className={classes.change} role="status">
          {due?.isPositive ? (
            <>
              <span>
                <Trans context="sold on credit">On account</Trans>
                {payment?.dueDate && <span className={classes.small}> · {t`due ${date(payment.dueDate)}`}</span>}
              </span>
              <strong>{words.money(due.toString())}</strong>
            </>
          ) : (
            <>
              <span>
                <Trans context="money given back">Change</Trans>
              </span>
              <strong data-testid="tender-change">
                {words.money(settlement ? settlement.change.toString() : "0")}
              </strong>
            </>
          )}
        </div>
        {paid.isPositive && method !== "CREDIT" && !settlement && (
          <Notice kind="info">{t`${words.money(rest.toString())} is still to pay.`}</Notice>
        )}
      </div>
      <div className={classes.pad}>
        {["7", "8", "9", "4", "5", "6", "1", "2", "3", "0", "00", ","].map((key) => (
          <button
            key={key}
            type="button"
            className={classes.padKey}
            onClick={() => setTyped((now) => (now ?? "") + key)}
          >
            {key}
          </button>
        ))}
        <button
          type="button"
          className={classes.padKey}
          aria-label={t`Delete last digit`}
          onClick={() => setTyped((now) => (now ?? "").slice(0, -1))}
        >
          <IconBackspace aria-hidden />
        </button>
      </div>
      <div className={classes.tenderBottom}>
        <button type="button" className={`${classes.big} ${classes.pay}`} disabled={busy} onClick={() => void take()}>
          {busy ? <Trans>Saving…</Trans> : settlement ? <Trans>Complete sale</Trans> : <Trans>Add payment</Trans>}
          <span className={classes.keyHint}>↵</span>
        </button>
      </div>
      <Approval
        need={need}
        onClose={() => setNeed(undefined)}
        onGranted={() => {
          setNeed(undefined);
          void finish(next.map((one) => ({ ...one, id: newId() })));
        }}
      />
    </main>
  );
}

function CreditFacts({ payment }: { payment: Payment | null }) {
  const words = useTillWords();
  const standing = payment?.standing;
  if (!standing) return null;
  const [need] = payment.needs;
  return (
    <>
      <dl className={classes.totals} style={{ borderBlockStart: "none" }}>
        <Row term={<Trans>Credit limit</Trans>} value={words.money(standing.creditLimit.toString())} />
        <Row term={<Trans>Owed now</Trans>} value={words.money(standing.outstandingBalance.toString())} />
        {standing.overdueAmount.isPositive && (
          <Row term={<Trans>Overdue</Trans>} value={words.money(standing.overdueAmount.toString())} />
        )}
      </dl>
      {need?.refusal && (
        <Notice kind="warning">
          {words.sentence(new Problem(need.refusal.code, 0, "", { ...need.refusal.data }))}
        </Notice>
      )}
    </>
  );
}

function Row({ term, value }: { term: React.ReactNode; value: string }) {
  return (
    <div className={classes.totalRow} style={{ fontSize: "1rem" }}>
      <dt>{term}</dt>
      <dd style={{ margin: 0 }}>{value}</dd>
    </div>
  );
}

/** Asks once more for what nobody knows; under the same key it has one effect. */
function CheckAgain({ onTold }: { onTold: (problem: Problem | undefined) => void }) {
  const [busy, setBusy] = useState(false);
  const check = async () => {
    setBusy(true);
    const before = await vault.sales.where("state").equals("ASKING").toArray();
    try {
      await askAgain();
      const [asked] = await vault.sales.bulkGet(before.map((row) => row.id));
      if (asked?.state === "DONE") set({ done: asked, view: "done", online: true });
      else onTold(undefined);
    } catch (error) {
      onTold(asProblem(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button variant="default" loading={busy} onClick={() => void check()}>
      <Trans>Check again</Trans>
    </Button>
  );
}
