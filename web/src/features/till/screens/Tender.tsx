/** Taking money: methods, what was handed over, quick cash, change, and completing the sale once. */
import { Trans, useLingui } from "@lingui/react/macro";
import { IconArrowLeft } from "@tabler/icons-react";
import { lazy, useCallback, useEffect, useMemo, useRef, useState } from "react";
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
import { enterCode } from "../state/codes";
import { complete, openNeeds, paymentOf } from "../state/pay";
import { hearScans } from "../state/scanner";
import { get, set, type TenderLine, useTill } from "../state/till";
import { useCalm } from "./calm";
import { Later } from "./Later";
import { beep } from "./sound";
import { AmountPad, CheckAgain, CreditFacts, type Method, Methods, PaidSoFar, ScannedHere } from "./TenderParts";
import classes from "./till.module.css";
import { useTillWords } from "./words";

const Approval = lazy(() => import("./Approval").then((code) => ({ default: code.Approval })));
const METHODS = ["CASH", "CARD", "MOMO", "TRANSFER"] as const;

export function Tender() {
  const { t } = useLingui();
  const words = useTillWords();
  const { priced, memory, tenders, cart, online, session, busy, unsure, cartProblem } = useTill();
  const [method, setMethod] = useState<Method>("CASH");
  const [typed, setTyped] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem>();
  const [need, setNeed] = useState<Need>();
  const [payment, setPayment] = useState<Payment | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const [scanned, setScanned] = useState<string>();
  const calm = useCalm();

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
  /** Not out of a sale that is being saved, nor out of one of which nobody knows: its cart may be sold. */
  const back = () => {
    if (!busy && !unsure) set({ view: "cart" });
  };
  useEffect(
    () =>
      hearScans((code) => {
        beep("unknown");
        setScanned(code);
      }),
    [],
  );

  const { isCalm } = calm;
  const finish = useCallback(
    async (lines: readonly TenderLine[]) => {
      if (get().busy || !isCalm()) return;
      set({ busy: true }); // in the tick of the press: a second one is none
      setProblem(undefined);
      try {
        const settled = await paymentOf(lines);
        const [open] = openNeeds(settled);
        if (open && settled?.settlement && get().online) setNeed(open);
        else set({ done: await complete(lines.map((one) => ({ ...one, id: newId() }))), view: "done", unsure: false });
      } catch (refused) {
        setProblem(asProblem(refused));
      } finally {
        set({ busy: false });
      }
    },
    [isCalm],
  );

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
      calm.begin(); // a second press does not take the rest as paid
      setTyped(null);
      setProblem(undefined);
    },
    [terms, rest, read, method, tenders, finish, calm.begin, t],
  );

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (need || busy || event.ctrlKey || event.metaKey || event.altKey) return;
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
  const told = problem ?? (unsure ? cartProblem : null);
  const due = method === "CREDIT" || rest.isZero ? settlement?.amountDue : null;
  return (
    <main className={classes.tender} aria-busy={busy} data-calm={calm.isOver}>
      <div className={classes.tenderTop}>
        <button type="button" className={classes.textButton} disabled={busy || unsure} onClick={back}>
          <IconArrowLeft aria-hidden className="mirrored" /> <Trans>Cart</Trans>{" "}
          <span className={classes.keyHint}>Esc</span>
        </button>
        <h1 className={classes.toPay} data-testid="to-pay">
          <span className={classes.small}>
            <Trans>To pay</Trans>
          </span>{" "}
          {words.money(rest.toString())}
        </h1>
      </div>
      <Methods methods={METHODS} chosen={method} isOff={isOff} onAccount={cart.customer !== null} onChoose={choose} />
      <div className={classes.amount}>
        {scanned && (
          <ScannedHere
            code={scanned}
            onAdd={busy || unsure ? undefined : () => void addScanned(scanned)}
            onClose={() => setScanned(undefined)}
          />
        )}
        {told && (
          <ProblemNotice error={words.told(told)} actions={unsure ? <CheckAgain onTold={setProblem} /> : undefined} />
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
                    disabled={busy}
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
        <PaidSoFar tenders={tenders} />
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
      <AmountPad onType={(change) => setTyped((now) => change(now ?? ""))} />
      <div className={classes.tenderBottom}>
        <button type="button" className={`${classes.big} ${classes.pay}`} disabled={busy} onClick={() => void take()}>
          {busy ? <Trans>Saving…</Trans> : settlement ? <Trans>Complete sale</Trans> : <Trans>Add payment</Trans>}
          <span className={classes.keyHint}>↵</span>
        </button>
      </div>
      <Later wanted={need !== undefined}>
        <Approval
          need={need}
          onClose={() => setNeed(undefined)}
          onGranted={() => {
            setNeed(undefined);
            void finish(next);
          }}
        />
      </Later>
    </main>
  );
}

/** What was scanned while money was taken goes into the sale, which is paid then. */
async function addScanned(code: string): Promise<void> {
  set({ view: "cart" });
  beep((await enterCode(code)) ? "unknown" : "added");
}
