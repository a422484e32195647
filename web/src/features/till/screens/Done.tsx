/** After a sale: the change, the number, the receipt. Stays until the next key, touch or scan. */
import { Trans, useLingui } from "@lingui/react/macro";
import { IconCircleCheck, IconMail, IconPrinter } from "@tabler/icons-react";
import { Suspense, useCallback, useEffect, useState } from "react";
import { flushSync } from "react-dom";
import { Notice } from "@/components/ui/Notice";
import { count, date } from "@/lib/format";
import { later } from "@/lib/patiently";
import { actOf, DONE, type DoneAct } from "../state/keymap";
import { BOOKED, countPrint } from "../state/papers";
import { takeScan } from "../state/scanned";
import { hearScans, isWithinCode } from "../state/scanner";
import { get, newCart, useTill } from "../state/till";
import { useCalm } from "./calm";
import { OnItsWay } from "./Later";
import { isNothing, Paper } from "./Paper";
import { beep } from "./sound";
import classes from "./till.module.css";
import { useTillWords } from "./words";

const MailReceipt = later(() => import("./MailReceipt"));

export function Done() {
  const { t } = useLingui();
  const words = useTillWords();
  const done = useTill((state) => state.done);
  const { isOver, isCalm } = useCalm();
  const [copy, setCopy] = useState(0);
  const [isMailing, setMailing] = useState(false);
  const closeMail = useCallback(() => setMailing(false), []);
  const printIt = useCallback(async () => {
    if (!done) return;
    const number = await countPrint(done);
    flushSync(() => setCopy(number));
    print();
  }, [done]);
  useEffect(() => {
    const scan = async (code: string) => {
      await newCart();
      beep((await takeScan(code)) ? "unknown" : "added");
    };
    return hearScans((code) => void scan(code));
  }, []);
  useEffect(() => {
    const acts: Record<DoneAct, () => void> = {
      newSale: () => void newCart(),
      print: () => void printIt(),
      email: () => setMailing(true),
    };
    const press = (event: KeyboardEvent) => {
      if (event.repeat || isMailing || !isCalm() || get().layer || event.metaKey || event.altKey) return;
      const act = actOf(DONE, event);
      if (!act || (event.key.length === 1 && isWithinCode())) return;
      event.preventDefault();
      acts[act]();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [isCalm, isMailing, printIt]);
  if (!done) return null;
  const { receipt } = done;
  const isOffline = done.sequence !== null;
  const isMailable = BOOKED.has(done.state);
  const isOwed = !isNothing(receipt.due) && isNothing(receipt.change);
  return (
    <main className={classes.doneScreen} data-calm={isOver}>
      <div className={classes.doneMain}>
        <div role="status" style={{ display: "flex", gap: "0.5rem", alignItems: "center", color: "var(--done)" }}>
          <IconCircleCheck size={32} aria-hidden />
          <h1 style={{ fontSize: "1.25rem", margin: 0 }}>
            {isOffline ? t`Saved on this till as ${receipt.number}` : t`Sold as ${receipt.number}`}
          </h1>
        </div>
        <div className={classes.change}>
          {isOwed ? (
            <>
              <span>
                <Trans context="sold on credit">On account</Trans>
                {receipt.due_date && <span className={classes.small}> · {t`due ${date(receipt.due_date)}`}</span>}
              </span>
              <strong data-testid="owed">{words.money(receipt.due)}</strong>
            </>
          ) : (
            <>
              <span>
                <Trans context="money given back">Change</Trans>
              </span>
              <strong data-testid="change">{words.money(receipt.change)}</strong>
            </>
          )}
        </div>
        <div className={classes.totalRow}>
          <span>
            <Trans>Total</Trans>
          </span>
          <span>{words.money(receipt.total)}</span>
        </div>
        {receipt.left?.map(({ method, amount, about }) => (
          <div key={`${method}${about}`} className={classes.totalRow} data-testid="left">
            <span>{t`Left: ${words.method(method)} ${about}`}</span>
            <span>{method === "LOYALTY" ? count(Number(amount)) : words.money(amount)}</span>
          </div>
        ))}
        {isOffline && (
          <Notice kind="warning">
            <Trans>The server has not confirmed this sale yet. It is safe on this till and is sent by itself.</Trans>
          </Notice>
        )}
        <div className={classes.doneButtons}>
          <button type="button" className={classes.big} onClick={() => void printIt()}>
            <IconPrinter aria-hidden /> <Trans>Print</Trans> <span className={classes.keyHint}>P</span>
          </button>
          {isMailable && (
            <button type="button" className={classes.big} onClick={() => setMailing(true)}>
              <IconMail aria-hidden /> <Trans>E-mail</Trans> <span className={classes.keyHint}>E</span>
            </button>
          )}
          <button type="button" className={`${classes.big} ${classes.pay}`} onClick={() => void newCart()}>
            <Trans>New sale</Trans> <span className={classes.keyHint}>↵</span>
          </button>
        </div>
      </div>
      <Paper receipt={receipt} copy={copy} />
      {isMailing && isMailable && (
        <Suspense fallback={<OnItsWay onClose={closeMail} />}>
          <MailReceipt sale={done.id} onClose={closeMail} />
        </Suspense>
      )}
    </main>
  );
}
