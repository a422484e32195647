/** Taking money: methods, what was handed over, quick cash, change, and completing the sale once. */
import { Trans, useLingui } from "@lingui/react/macro";
import { IconArrowLeft } from "@tabler/icons-react";
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { Notice, ProblemNotice } from "@/components/ui/Notice";
import { decimal, sum } from "@/domain/decimal";
import { FROM_A_WALLET, readCard } from "@/domain/wallets";
import { date, amount as figure } from "@/lib/format";
import { later } from "@/lib/patiently";
import type { Choice } from "../state/choices";
import { enterCode } from "../state/codes";
import { hearScans } from "../state/scanner";
import { get, set, useTill } from "../state/till";
import { ChargeNews } from "./ChargeNews";
import { useCalm } from "./calm";
import { Later } from "./Later";
import { beep } from "./sound";
import { OfflineTenders, TenderFrom } from "./TenderFrom";
import { AmountPad, CheckAgain, CreditFacts, Methods, PaidSoFar, ScannedHere } from "./TenderParts";
import { type TenderAmount, useTenderAmount } from "./tenderAmount";
import { useChoices } from "./tenderChoices";
import { useFrom } from "./tenderFrom";
import { useTenderKeys } from "./tenderKeys";
import { type Taking, useTaking } from "./tenderTaking";
import classes from "./till.module.css";
import { useTillWords } from "./words";

const Approval = later(() => import("./Approval").then((code) => ({ default: code.Approval })));

/** Not out of a sale that is being saved, nor out of one of which nobody knows: its cart may be sold. */
function back(): void {
  if (!get().busy && !get().unsure) set({ view: "cart" });
}

export function Tender() {
  const { tenders, busy, unsure, cartProblem, layer } = useTill();
  const words = useTillWords();
  const { choices, choice, setChoice, offOf } = useChoices();
  const { method } = choice;
  const field = useRef<HTMLInputElement>(null);
  const calm = useCalm();
  const from = useFrom(choice);
  const amount = useTenderAmount(choice, from);
  const taking = useTaking(choice, amount, from, calm);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is typed next replaces the amount, after a part or another method too
  useEffect(() => field.current?.select(), [tenders.length, choice.key]);
  useEffect(() => {
    if (!layer) field.current?.focus();
  }, [layer]);
  const choose = (chosen: Choice) => {
    setChoice(chosen);
    amount.clear();
    taking.setProblem(undefined);
    field.current?.focus();
  };
  const parts = useRef(tenders.length);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only once a part was taken
  useEffect(() => {
    const [last, cash] = [tenders.at(-1), choices.find((one) => one.method === "CASH")];
    const isPart = tenders.length > parts.current && last !== undefined;
    if (isPart && cash && FROM_A_WALLET.includes(last.method)) choose(cash); // what is left is seldom on another card
    parts.current = tenders.length;
  }, [tenders.length]);
  const scanCard = (code: string) => {
    const card = choices.find((one) => one.method === "GIFT_CARD");
    if (!card || offOf(card)) return false;
    choose(card);
    void from.scan(code);
    return true;
  };
  useTenderKeys({ choices, choice, choose, isOff: (one) => offOf(one) !== null, amount, taking, back });

  const { setProblem } = taking;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was missing is being typed
  useEffect(() => setProblem(undefined), [from.fields, from.code]);

  const { setAsking } = taking;
  const giveUp = useCallback(() => setAsking(undefined), [setAsking]);

  const { rest, payment } = amount;
  if (!rest) return null;
  const told = taking.problem ?? (unsure ? cartProblem : null);
  return (
    <main className={classes.tender} aria-busy={busy} data-calm={calm.isOver}>
      <Top rest={rest.toString()} />
      <Methods choices={choices} chosen={choice} offOf={offOf} onChoose={choose} />
      <div className={classes.amount}>
        <ChargeNews />
        <OfflineTenders choices={choices} offOf={offOf} />
        <Scanned onCard={scanCard} />
        {told && (
          <ProblemNotice
            error={words.told(told)}
            actions={unsure ? <CheckAgain onTold={taking.setProblem} /> : undefined}
          />
        )}
        {method === "CREDIT" ? (
          <CreditFacts payment={payment} />
        ) : (
          <>
            <TenderFrom choice={choice} from={from} />
            {!from.isWanting && <Amount field={field} amount={amount} taking={taking} />}
          </>
        )}
        <PaidSoFar tenders={tenders} />
        <ChangeOrDue amount={amount} isOwed={method === "CREDIT" || rest.isZero} />
        {tenders.length > 0 && method !== "CREDIT" && <StillToPay amount={amount} />}
      </div>
      <AmountPad onType={amount.type} />
      <Complete
        isLast={Boolean(payment?.settlement)}
        isCharge={amount.next.some((one) => one.way)}
        onTake={() => void taking.take()}
      />
      <Later wanted={taking.asking !== undefined} onClose={giveUp}>
        <Approval
          need={taking.asking?.need}
          payment={taking.asking?.payment ?? null}
          onClose={giveUp}
          onGranted={() => {
            const lines = taking.asking?.lines;
            taking.setAsking(undefined);
            if (lines) void taking.finish(lines);
          }}
        />
      </Later>
    </main>
  );
}

function Top({ rest }: { rest: string }) {
  const words = useTillWords();
  const isLocked = useTill((state) => state.busy || state.unsure);
  return (
    <div className={classes.tenderTop}>
      <button type="button" className={classes.textButton} disabled={isLocked} onClick={back}>
        <IconArrowLeft aria-hidden className="mirrored" /> <Trans>Cart</Trans>{" "}
        <span className={classes.keyHint}>Esc</span>
      </button>
      <h1 className={classes.toPay} data-testid="to-pay">
        <span className={classes.small}>
          <Trans>To pay</Trans>
        </span>{" "}
        {words.money(rest)}
      </h1>
    </div>
  );
}

/** A scan while money is taken. */
function Scanned({ onCard }: { onCard: (code: string) => boolean }) {
  const isLocked = useTill((state) => state.busy || state.unsure);
  const [scanned, setScanned] = useState<string>();
  useEffect(
    () =>
      hearScans((code) => {
        const card = isLocked ? null : readCard(code);
        if (card && onCard(card)) return beep("added");
        beep("unknown");
        setScanned(code);
      }),
    [isLocked, onCard],
  );
  if (!scanned) return null;
  return (
    <ScannedHere
      code={scanned}
      onAdd={isLocked ? undefined : () => void addScanned(scanned)}
      onClose={() => setScanned(undefined)}
    />
  );
}

interface AmountProps {
  field: RefObject<HTMLInputElement | null>;
  amount: TenderAmount;
  taking: Taking;
}

function Amount({ field, amount: { entered, type, quick, terms }, taking }: AmountProps) {
  const { t } = useLingui();
  const busy = useTill((state) => state.busy);
  return (
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
        onChange={(event) => {
          const { value } = event.currentTarget;
          type(() => value.replace(/[^\d.,]/g, ""));
        }}
      />
      {quick && (
        <div className={classes.quick}>
          {[quick.exact, ...quick.more].map((value, at) => (
            <button
              key={value.toString()}
              type="button"
              className={classes.quickKey}
              disabled={busy}
              onClick={() => void taking.take(value.toString())}
            >
              {at === 0 && <div className={classes.small}>{t`Exact`}</div>}
              {figure(value.toString(), terms?.currency.code ?? "")}
            </button>
          ))}
        </div>
      )}
    </>
  );
}

/** What goes back to the customer, or stays owed. */
function ChangeOrDue({ amount: { payment }, isOwed }: { amount: TenderAmount; isOwed: boolean }) {
  const { t } = useLingui();
  const words = useTillWords();
  const settlement = payment?.settlement;
  const due = isOwed ? settlement?.amountDue : null;
  return (
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
          <strong data-testid="tender-change">{words.money(settlement ? settlement.change.toString() : "0")}</strong>
        </>
      )}
    </div>
  );
}

function StillToPay({ amount: { rest, payment } }: { amount: TenderAmount }) {
  const { t } = useLingui();
  const words = useTillWords();
  const paid = sum(useTill((state) => state.tenders).map((one) => decimal(one.amount)));
  if (!rest || !paid.isPositive || payment?.settlement) return null;
  return <Notice kind="info">{t`${words.money(rest.toString())} is still to pay.`}</Notice>;
}

function Complete({ isLast, isCharge, onTake }: { isLast: boolean; isCharge: boolean; onTake: () => void }) {
  const { t } = useLingui();
  const busy = useTill((state) => state.busy);
  const last = isCharge ? t`Ask for the payment` : t`Complete sale`;
  return (
    <div className={classes.tenderBottom}>
      <button type="button" className={`${classes.big} ${classes.pay}`} disabled={busy} onClick={onTake}>
        {busy ? <Trans>Saving…</Trans> : isLast ? last : <Trans>Add payment</Trans>}
        <span className={classes.keyHint}>↵</span>
      </button>
    </div>
  );
}

/** What was scanned while money was taken goes into the sale, which is paid then. */
async function addScanned(code: string): Promise<void> {
  set({ view: "cart" });
  beep((await enterCode(code)) ? "unknown" : "added");
}
