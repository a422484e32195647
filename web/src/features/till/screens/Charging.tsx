/** What a provider is asked for a sale, while it is, and what became of it. Out of each state there is a way. */
import { Trans, useLingui } from "@lingui/react/macro";
import { IconCircleX, IconClock, IconCreditCardPay, IconHelpCircle } from "@tabler/icons-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { Notice, ProblemNotice } from "@/components/ui/Notice";
import { elapsed, isOpen, type Stand } from "@/domain/charges";
import { asProblem, type Problem } from "@/lib/problem";
import { type Charge, chargeAgain, confirmCharge, giveUp, leaveCharge, serveNext } from "../state/charges";
import { actOf, CHARGE, type ChargeAct, keysOf, shownKey } from "../state/keymap";
import { isWithinCode } from "../state/scanner";
import { get, now } from "../state/till";
import { MANUAL } from "../state/ways";
import { useCalm } from "./calm";
import { beep } from "./sound";
import classes from "./till.module.css";
import { useTillWords } from "./words";

const ICONS: Readonly<Record<string, typeof IconClock>> = {
  ASKING: IconCreditCardPay,
  SILENT: IconHelpCircle,
  DECLINED: IconCircleX,
};

export function Charging({ charge }: { charge: Charge }) {
  const words = useTillWords();
  const { say, title } = useStandWords();
  const { isOver, isCalm } = useCalm();
  const { acts, busy, problem } = useActs(isCalm);
  const open = isOpen(charge.stand);
  const isManual = charge.way.provider === MANUAL && charge.intent !== null;
  const Icon = ICONS[charge.stand] ?? IconClock;
  useEffect(() => {
    if (["DECLINED", "EXPIRED", "LATE"].includes(charge.stand)) beep("unknown");
  }, [charge.stand]);
  return (
    <main className={classes.charging} data-calm={isOver} data-stand={charge.stand}>
      <div className={classes.chargingMain}>
        <div className={classes.chargingHead} data-stand={charge.stand}>
          <Icon size={40} aria-hidden />
          <div role="status">
            <h1 className={classes.chargingTitle} data-testid="charge">
              {title(charge.stand)}
            </h1>
            <span>{charge.way.provider === MANUAL ? charge.way.name : words.method(charge.way.method)}</span>
          </div>
          <div className={classes.chargingAmount}>
            <strong>{words.money(charge.amount)}</strong>
            {open && <Seconds since={Date.parse(charge.asked_at)} />}
          </div>
        </div>
        <p className={classes.chargingWords}>{say(charge)}</p>
        <Beside charge={charge} />
        {problem && <ProblemNotice error={words.told(problem)} />}
        {isManual && open && <Slip busy={busy} />}
        <Ways acts={acts} busy={busy} stand={charge.stand} isManual={isManual} />
      </div>
    </main>
  );
}

function Seconds({ since }: { since: number }) {
  const [at, setAt] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => setAt(now()), 500);
    return () => clearInterval(timer);
  }, []);
  return <span data-testid="seconds">{elapsed(since, at)}</span>;
}

/** What the sale is paid by beside it: the cash that lies there already. */
function Beside({ charge }: { charge: Charge }) {
  const { t } = useLingui();
  const words = useTillWords();
  const others = charge.tenders.filter((one) => !one.way);
  if (!others.length) return null;
  const told = others.map((one) => `${words.method(one.method)} ${words.money(one.amount)}`).join(", ");
  return <Notice kind="info">{t`Beside it: ${told}. The sale is booked once all of it is there.`}</Notice>;
}

type Acts = Readonly<Record<ChargeAct, () => void>>;

function useActs(isCalm: () => boolean): { acts: Acts; busy: boolean; problem: Problem | undefined } {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const act = (work: () => Promise<unknown>) => async () => {
    if (busy || !isCalm()) return;
    setBusy(true);
    setProblem(undefined);
    try {
      await work();
    } catch (refused) {
      setProblem(asProblem(refused));
    } finally {
      setBusy(false);
    }
  };
  const out = (view: "tender" | "cart") =>
    act(async () => {
      await giveUp();
      leaveCharge(view);
    });
  const acts: Acts = {
    askAgain: () => void act(chargeAgain)(),
    otherMethod: () => void out("tender")(),
    cancel: () => void out("cart")(),
    serveNext: () => {
      if (isCalm()) serveNext();
    },
  };
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.repeat || get().layer || event.metaKey || event.altKey) return;
      const isTyped = event.target instanceof HTMLInputElement || event.target instanceof HTMLButtonElement;
      const pressed = actOf(CHARGE, event);
      if (!pressed || (isTyped && event.key !== "Escape") || (event.key.length === 1 && isWithinCode())) return;
      event.preventDefault();
      acts[pressed]();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  });
  return { acts, busy, problem };
}

/** What the machine that is not connected has said. */
function Slip({ busy }: { busy: boolean }) {
  const { t } = useLingui();
  const words = useTillWords();
  const field = useRef<HTMLInputElement>(null);
  const [number, setNumber] = useState("");
  const [sent, setSent] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  useEffect(() => field.current?.focus(), []);
  const tell = async (approved: boolean) => {
    if (sent || busy) return;
    setSent(true);
    setProblem(undefined);
    try {
      await confirmCharge(approved, number.trim());
    } catch (refused) {
      setProblem(asProblem(refused));
    } finally {
      setSent(false);
    }
  };
  return (
    <form
      className={classes.stack}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void tell(true);
      }}
    >
      {problem && <ProblemNotice error={words.told(problem)} />}
      <input
        ref={field}
        className={`${classes.searchField} ${classes.plainField}`}
        aria-label={t`Number on the slip`}
        placeholder={t`Number on the slip`}
        autoComplete="off"
        maxLength={120}
        value={number}
        onChange={(event) => setNumber(event.currentTarget.value)}
      />
      <div className={classes.chargingButtons}>
        <button type="submit" className={`${classes.big} ${classes.pay}`} disabled={sent || !number.trim()}>
          <Trans>The machine approved it</Trans> <span className={classes.keyHint}>↵</span>
        </button>
        <button type="button" className={classes.big} disabled={sent} onClick={() => void tell(false)}>
          <Trans>The machine declined it</Trans>
        </button>
      </div>
    </form>
  );
}

interface WaysProps {
  acts: Acts;
  busy: boolean;
  stand: Stand;
  isManual: boolean;
}

/** Always the same three; while nobody answers, the next customer too. */
function Ways({ acts, busy, stand, isManual }: WaysProps) {
  const { t } = useLingui();
  const hint = (act: ChargeAct) => {
    const [key] = keysOf(CHARGE.find((one) => one.act === act) ?? CHARGE[0] ?? { act });
    return <span className={classes.keyHint}>{shownKey(key ?? "", " ")}</span>;
  };
  return (
    <div className={classes.chargingButtons}>
      {!(isManual && isOpen(stand)) && (
        <button type="button" className={classes.big} disabled={busy} onClick={acts.askAgain}>
          {t`Ask again`} {hint("askAgain")}
        </button>
      )}
      <button type="button" className={classes.big} disabled={busy} onClick={acts.otherMethod}>
        {t`Other method`} {hint("otherMethod")}
      </button>
      <button type="button" className={classes.big} disabled={busy} onClick={acts.cancel}>
        {t({ message: "Cancel", context: "a charge" })} {hint("cancel")}
      </button>
      {stand === "SILENT" && (
        <button type="button" className={classes.big} disabled={busy} onClick={acts.serveNext}>
          {t`Serve the next customer`} {hint("serveNext")}
        </button>
      )}
    </div>
  );
}

export function useStandWords() {
  const { t } = useLingui();
  const title = (stand: Stand): string =>
    ({
      ASKING: t`Asking`,
      SILENT: t`No answer yet`,
      APPROVED: t`Approved`,
      DECLINED: t`Declined`,
      EXPIRED: t`Not paid in time`,
      CANCELLED: t`Given up`,
      LATE: t`The money came too late`,
      REFUNDED: t`Given back`,
    })[stand];
  const say = ({ stand, way, words, intent, tenders }: Charge): string => {
    const phone = tenders.find((one) => one.way)?.about ?? "";
    switch (stand) {
      case "ASKING":
        if (way.provider === MANUAL && intent)
          return t`Type the amount into the card machine. When it has answered, type the number of its slip here.`;
        if (way.method === "MOMO")
          return t`The customer agrees on the phone ${phone}. This till hears of it by itself.`;
        return t`The customer pays at the reader. This till hears of it by itself.`;
      case "SILENT":
        return t`Nobody knows yet whether the money was taken. It is asked again by itself, and never charged twice.`;
      case "DECLINED":
        return words
          ? t`Nothing was charged: ${words}. Ask again, or take another method.`
          : t`Nothing was charged. Ask again, or take another method.`;
      case "EXPIRED":
        return t`The customer did not pay in time. Ask again, or take another method.`;
      case "LATE":
        return t`The money arrived after all, and pays for no sale. It waits as a credit until a manager gives it back. Take no other money for it before that is settled.`;
      case "APPROVED":
        return t`The money is there. The sale is being booked.`;
      default:
        return t`Nothing was charged.`;
    }
  };
  return { title, say };
}
