/** The paper of a gift card, on the screen and on paper alike: no tax invoice. */
import { Trans, useLingui } from "@lingui/react/macro";
import { decimal } from "@/domain/decimal";
import { amount, date, dateTime } from "@/lib/format";
import type { CardSale } from "../state/giftCards";
import { useTill } from "../state/till";
import { Barcode } from "./Barcode";
import classes from "./till.module.css";
import { useTillWords } from "./words";

interface Props {
  sold: CardSale;
  /** Empty on copies, and for a card that was loaded. */
  code: string;
  copy: number;
  paper: React.Ref<HTMLElement>;
}

export function CardPaper({ sold, code, copy, paper }: Props) {
  const { t } = useLingui();
  const words = useTillWords();
  const shop = useTill((state) => state.memory?.settings);
  const operator = useTill((state) => state.session?.operator.name ?? "");
  const currency = shop?.business.currency ?? "EUR";
  const rows: [string, string][] = [
    ...sold.payments.map((one): [string, string] => [
      `${words.method(one.payment_method)} ${one.transaction_reference}`.trim(),
      one.tendered,
    ]),
    ...(decimal(sold.change).isPositive ? [[t`Change given`, sold.change] as [string, string]] : []),
    [t`On the card`, sold.balance],
  ];
  return (
    <article ref={paper} className={classes.paper} aria-label={t`Paper of the gift card`}>
      <strong>{shop?.business.name}</strong>
      <div>{shop?.storefront.address || shop?.business.address}</div>
      {copy > 0 && <strong>{t`COPY ${copy}`}</strong>}
      <strong>{sold.is_load ? t`Gift card loaded` : t({ message: "Gift card", context: "title of a paper" })}</strong>
      <div>{sold.number}</div>
      <div>
        {dateTime(sold.sold_at, shop?.storefront.timezone)} · {operator}
      </div>
      <hr />
      <table>
        <tbody>
          <tr>
            <td>
              <strong>
                <Trans>Total</Trans>
              </strong>
            </td>
            <td>
              <strong>{words.money(sold.amount)}</strong>
            </td>
          </tr>
          {rows.map(([name, value]) => (
            <tr key={name}>
              <td>{name}</td>
              <td>{amount(value, currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {sold.expires_on && <div>{t`Valid until ${date(sold.expires_on)}`}</div>}
      {code && (
        <>
          <div>
            <Trans>Whoever has this code can spend it. It is told once.</Trans>
          </div>
          <strong data-testid="card-code">{code}</strong>
          <Barcode code={code} />
        </>
      )}
      <hr />
      <div>
        <Trans>Gift card, not a tax invoice.</Trans>
      </div>
    </article>
  );
}
