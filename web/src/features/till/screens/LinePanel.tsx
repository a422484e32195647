/** The line at hand: what it costs, what is here of it, until when it is held. */
import { Trans, useLingui } from "@lingui/react/macro";
import { IconBarcode, IconInfoCircle, IconTrash } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { date, price, quantity } from "@/lib/format";
import { catalog, type StockRow } from "../local/catalog";
import { availableHere } from "../local/memory";
import { remove } from "../state/acts";
import { askSerials } from "../state/serials";
import { now, useTill } from "../state/till";
import { Countdown } from "./Countdown";
import classes from "./till.module.css";

export function LinePanel({ onWaterfall }: { onWaterfall: () => void }) {
  const { t } = useLingui();
  const { cart, selected, priced, memory, reservedUntil, lineProblems } = useTill();
  const line = cart.lines.find((one) => one.id === selected);
  const product = line && memory?.products.get(line.product);
  const [stock, setStock] = useState<{ row: StockRow | undefined; available: string | undefined }>();
  useEffect(() => {
    if (!product || !memory) return setStock(undefined);
    let alive = true;
    void Promise.all([catalog.stock.get(product.id), availableHere(memory, product.id, cart.draft, now())]).then(
      ([row, available]) => alive && setStock({ row, available }),
    );
    return () => {
      alive = false;
    };
  }, [product, memory, cart.draft]);
  if (!line || !product) {
    return (
      <div className={classes.linePanel}>
        <p className={classes.small}>
          <Trans>Choose a line to see its price, its stock and its batches.</Trans>
        </p>
      </div>
    );
  }
  const result = priced?.lines.find((one) => one.id === line.id);
  const unit = memory?.unitCodes.get(product.unit) ?? "";
  const currency = memory?.settings.business.currency ?? "EUR";
  return (
    <div className={classes.linePanel}>
      <div style={{ display: "flex", justifyContent: "space-between", gap: "0.5rem" }}>
        <strong>{product.name}</strong>
        <button
          type="button"
          className={classes.iconButton}
          aria-label={t`Take ${product.name} out`}
          onClick={() => void remove(line.id)}
        >
          <IconTrash size={20} aria-hidden />
        </button>
      </div>
      <div className={classes.small}>{product.sku}</div>
      <button type="button" className={`${classes.textButton} ${classes.flush}`} onClick={onWaterfall}>
        <IconInfoCircle size={20} aria-hidden />
        {result ? price(result.unitPrice.toString(), currency) : "-"}{" "}
        <span className={classes.keyHint}>{t`Space`}</span>
      </button>
      {product.tracks_serials && (
        <button type="button" className={`${classes.textButton} ${classes.flush}`} onClick={() => askSerials(line.id)}>
          <IconBarcode size={20} aria-hidden />
          <Trans>Serial numbers</Trans>
        </button>
      )}
      {stock?.available !== undefined && <div>{t`Here: ${quantity(stock.available, unit)}`}</div>}
      {stock?.row?.expiring.slice(0, 3).map(([day, amount]) => (
        <div key={day} className={classes.small}>
          {t`${quantity(amount, unit)} until ${date(day)}`}
        </div>
      ))}
      <Countdown until={lineProblems.has(line.id) ? null : reservedUntil} />
    </div>
  );
}
