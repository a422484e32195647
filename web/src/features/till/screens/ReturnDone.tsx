/** What was given back, how, and the credit note to print. */
import { Trans, useLingui } from "@lingui/react/macro";
import { IconCircleCheck, IconPrinter } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { amount, dateTime } from "@/lib/format";
import { followRefund, refusedParts } from "../state/otherWay";
import { countPrint } from "../state/papers";
import { endReturn, type Refund, useReturn } from "../state/returns";
import { useTill } from "../state/till";
import { Barcode } from "./Barcode";
import { OtherWay } from "./OtherWay";
import { isNothing, Paper } from "./Paper";
import { printPart } from "./printed";
import classes from "./till.module.css";
import { useTillWords } from "./words";

export function ReturnDone() {
  const { t } = useLingui();
  const words = useTillWords();
  const { refund, given, sold } = useReturn();
  const [copy, setCopy] = useState(0);
  const papers = useRef<HTMLDivElement>(null);
  const next = useRef<HTMLButtonElement>(null);
  const refused = refund ? refusedParts(refund) : [];
  const isAllGiven = refused.length === 0;
  useEffect(() => {
    if (isAllGiven || given.size > 0) next.current?.focus();
  }, [isAllGiven, given]);
  const awaited = refund?.payments.some((one) => one.status === "PENDING") ? refund.id : null;
  useEffect(() => (awaited ? followRefund(awaited) : undefined), [awaited]);
  if (!refund) return null;
  const printThem = async () => {
    if (sold) {
      const printed = await countPrint({ id: sold.id, state: "DONE" });
      flushSync(() => setCopy(printed));
    }
    if (papers.current) printPart(papers.current);
  };
  const cash = refund.payments.filter((one) => one.payment_method === "CASH" && given.has(one.id));
  const number = refund.refund_number ?? "";
  const title = refund.kind === "VOID" ? t`Voided as ${number}` : t`Taken back as ${number}`;
  return (
    <div className={classes.stack}>
      <div role="status" className={classes.doneTitle}>
        <IconCircleCheck size={32} aria-hidden />
        <strong>{title}</strong>
      </div>
      {cash.map((one) => (
        <div key={one.id} className={classes.change}>
          <span>
            <Trans>Give in cash</Trans>
          </span>
          <strong data-testid="cash-back">{words.money(one.amount_paid)}</strong>
        </div>
      ))}
      {refund.payments
        .filter((one) => one.status === "PENDING")
        .map((one) => (
          <p key={one.id} role="status">
            {t`${words.money(one.amount_paid)} is on its way back by ${words.method(one.payment_method)}. The provider confirms it.`}
          </p>
        ))}
      {refused.map((one) => (
        <OtherWay key={one.id} payment={one} takesFocus={given.size === 0} />
      ))}
      {sold && (
        <div className={classes.change}>
          <span>
            {t`Sold as ${sold.receipt.number}`} · <Trans context="money given back">Change</Trans>
          </span>
          <strong data-testid="change">{words.money(sold.receipt.change)}</strong>
        </div>
      )}
      <div ref={papers} className={classes.stack}>
        <CreditNote refund={refund} />
        {sold && <Paper receipt={sold.receipt} copy={copy} />}
      </div>
      <div className={classes.doneButtons}>
        <button type="button" className={classes.big} onClick={() => void printThem()}>
          <IconPrinter aria-hidden /> <Trans>Print</Trans>
        </button>
        <button type="button" className={`${classes.big} ${classes.pay}`} ref={next} onClick={endReturn}>
          <Trans>New sale</Trans>
        </button>
      </div>
    </div>
  );
}

function CreditNote({ refund }: { refund: Refund }) {
  const { t } = useLingui();
  const words = useTillWords();
  const shop = useTill((state) => state.memory?.settings);
  const operator = useTill((state) => state.session?.operator.name ?? "");
  const { currency } = refund;
  const goneOut = refund.payments.filter((one) => one.status !== "FAILED");
  const rows: [string, string][] = [
    ...(isNothing(refund.debt_amount) ? [] : [[t`Lowers what is owed`, refund.debt_amount] as [string, string]]),
    ...goneOut.map((one): [string, string] => [words.method(one.payment_method), one.amount_paid]),
    ...(isNothing(refund.credited_amount) ? [] : [[t`Kept as credit`, refund.credited_amount] as [string, string]]),
    ...(isNothing(refund.rounding_amount) ? [] : [[t`Rounding`, refund.rounding_amount] as [string, string]]),
  ];
  return (
    <article className={classes.paper} aria-label={t`Credit note`}>
      <strong>{shop?.business.name}</strong>
      <div>{shop?.storefront.address || shop?.business.address}</div>
      <div>{shop?.business.tax_number}</div>
      <strong>{t`Credit note ${refund.refund_number ?? ""}`}</strong>
      <div>
        {refund.receipt_number
          ? t`For receipt ${refund.receipt_number}`
          : t`Without a receipt, from ${refund.brought_by}`}
      </div>
      <div>
        {refund.processed_at && dateTime(refund.processed_at, shop?.storefront.timezone)} · {operator}
      </div>
      <hr />
      <table>
        <tbody>
          {refund.refund_items.map((item) => (
            <tr key={item.id}>
              <td>
                {Number(item.quantity)} × {item.product_name}
              </td>
              <td>{amount(item.gross, currency)}</td>
            </tr>
          ))}
          <tr>
            <td>
              <strong>
                <Trans>Given back</Trans>
              </strong>
            </td>
            <td>
              <strong>{words.money(refund.amount)}</strong>
            </td>
          </tr>
          <tr>
            <td>
              <Trans>Tax within</Trans>
            </td>
            <td>{amount(refund.tax_amount, currency)}</td>
          </tr>
          {rows.map(([name, value]) => (
            <tr key={name}>
              <td>{name}</td>
              <td>{amount(value, currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {refund.credit_code && (
        <>
          <div>
            <Trans>Show this code to pay with the credit</Trans>
          </div>
          <strong data-testid="credit-code">{refund.credit_code}</strong>
          <Barcode code={refund.credit_code} />
        </>
      )}
    </article>
  );
}
