/** A receipt, on the screen and on paper alike. */
import { Trans, useLingui } from "@lingui/react/macro";
import { amount, count, date, dateTime, percent, price, quantity } from "@/lib/format";
import type { Receipt } from "../state/sale";
import { useTill } from "../state/till";
import { Barcode } from "./Barcode";
import classes from "./till.module.css";
import { useTillWords } from "./words";

export const isNothing = (value: string) => /^-?0*(?:\.0*)?$/.test(value);

/** `copy`: which one of a receipt that was printed before; 0 is the original. */
export function Paper({ receipt, copy = 0 }: { receipt: Receipt; copy?: number }) {
  const { t } = useLingui();
  const words = useTillWords();
  const shop = useTill((state) => state.memory?.settings);
  const { currency } = receipt;
  const rows: [string, string][] = [];
  for (const promotion of receipt.promotions) rows.push([promotion.name, `-${promotion.amount}`]);
  if (!isNothing(receipt.discount)) rows.push([t`Discount`, `-${receipt.discount}`]);
  if (!isNothing(receipt.rounding)) rows.push([t`Rounding`, receipt.rounding]);
  return (
    <article className={classes.paper} aria-label={t`Receipt`}>
      <div style={{ textAlign: "center", marginBlockEnd: "0.5rem" }}>
        <strong>{shop?.business.name}</strong>
        <div style={{ whiteSpace: "pre-line" }}>{shop?.storefront.address || shop?.business.address}</div>
        <div>{shop?.business.tax_number}</div>
        {copy > 0 && <strong>{t`COPY ${copy}`}</strong>}
      </div>
      <div>
        <strong>{receipt.number}</strong>
        <div>
          {dateTime(receipt.at, shop?.storefront.timezone)} · {receipt.operator}
        </div>
        {receipt.customer && <div>{receipt.customer}</div>}
      </div>
      <hr />
      <table>
        <thead className="visually-hidden">
          <tr>
            <th>
              <Trans>Item</Trans>
            </th>
            <th>
              <Trans>Amount</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {receipt.lines.map((line, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of a receipt never change
            <tr key={at}>
              <td>
                {line.name}
                <br />
                {quantity(line.quantity, line.unit)} × {price(line.unit_price, currency)}
                {!isNothing(line.discount) && ` · ${t`Discount -${amount(line.discount, currency)}`}`}
                {line.serials.length > 0 && ` · ${line.serials.join(", ")}`}
              </td>
              <td>{amount(line.total, currency)}</td>
            </tr>
          ))}
          {rows.map(([name, value]) => (
            <tr key={name}>
              <td>{name}</td>
              <td>{amount(value, currency)}</td>
            </tr>
          ))}
          <tr style={{ fontSize: "1.25rem" }}>
            <td>
              <strong>
                <Trans>Total</Trans>
              </strong>
            </td>
            <td>
              <strong>{words.money(receipt.total)}</strong>
            </td>
          </tr>
          {receipt.tenders.map((tender, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: tenders of a receipt never change
            <tr key={`tender-${at}`}>
              <td>{words.method(tender.method)}</td>
              <td>{amount(tender.amount, currency)}</td>
            </tr>
          ))}
          {!isNothing(receipt.change) && (
            <tr>
              <td>
                <Trans context="money given back">Change</Trans>
              </td>
              <td>{amount(receipt.change, currency)}</td>
            </tr>
          )}
          {receipt.left?.map(({ method, amount: value, about }) => (
            <tr key={`${method}${about}`}>
              <td>{t`Left: ${words.method(method)} ${about}`}</td>
              <td>{method === "LOYALTY" ? count(Number(value)) : amount(value, currency)}</td>
            </tr>
          ))}
          {!isNothing(receipt.due) && (
            <tr>
              <td>
                <Trans context="sold on credit">On account</Trans>
                {receipt.due_date && ` · ${t`due ${date(receipt.due_date)}`}`}
              </td>
              <td>{amount(receipt.due, currency)}</td>
            </tr>
          )}
        </tbody>
      </table>
      <hr />
      {receipt.taxes.map((tax) => (
        <div key={`${tax.code}${tax.rate}`}>
          {t`Tax ${`${tax.code} ${percent(tax.rate)}`} of ${amount(tax.base, currency)}: ${amount(tax.tax, currency)}`}
        </div>
      ))}
      <div style={{ textAlign: "center", whiteSpace: "pre-line", marginBlockStart: "0.5rem" }}>
        {shop?.business.receipt_footer}
      </div>
      {receipt.number && <Barcode code={receipt.number} />}
    </article>
  );
}
