/** One label: name, price, unit price and barcode, as far as they are wanted and there. */
import { useLingui } from "@lingui/react/macro";
import Big from "big.js";
import { barsOf, pathOf } from "@/domain/bars";
import { price } from "@/lib/format";
import { useCurrency } from "@/lib/session";
import type { ProductDetail } from "../api";
import classes from "./labels.module.css";

export interface Shown {
  name: boolean;
  price: boolean;
  unitPrice: boolean;
  barcode: boolean;
  sku: boolean;
}

export function Label({ product, shown }: { product: ProductDetail; shown: Shown }) {
  const { t } = useLingui();
  const currency = useCurrency();
  const code = product.barcodes.find((barcode) => barcode.packaging === null)?.code ?? product.barcodes[0]?.code;
  const perKilo = kiloPrice(product);
  const kilo = perKilo ? price(perKilo, currency) : "";
  return (
    <div className={classes.label}>
      {shown.name && <div className={classes.name}>{product.name}</div>}
      <div className={classes.figures}>
        {shown.price && product.price && (
          <div className={classes.price}>
            {price(product.price.price, currency)}
            {product.unit_decimals > 0 && <small> / {product.unit_code}</small>}
            {!product.price.includes_tax && <small> {t`without tax`}</small>}
          </div>
        )}
        {shown.unitPrice && perKilo && <div className={classes.small}>{t`${kilo} per kg`}</div>}
        {shown.sku && <div className={classes.small}>{product.sku}</div>}
      </div>
      {shown.barcode && code && <BarcodeSvg code={code} />}
    </div>
  );
}

/** What a kilogram costs, of a product that is sold by the piece and whose weight is known. */
function kiloPrice(product: ProductDetail): string | undefined {
  if (!product.price || !product.weight_kg || new Big(product.weight_kg).eq(0)) return undefined;
  return new Big(product.price.price).div(product.weight_kg).round(2).toFixed(2);
}

const QUIET = 10;
const HEIGHT = 36;

export function BarcodeSvg({ code }: { code: string }) {
  const bars = barsOf(code);
  if (!bars) return null;
  const width = bars.modules.length + 2 * QUIET;
  return (
    <div className={classes.barcode}>
      <svg viewBox={`0 0 ${width} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={code}>
        <path d={pathOf(bars.modules, HEIGHT)} transform={`translate(${QUIET} 0)`} fill="#000" />
      </svg>
      <div className={classes.digits} aria-hidden>
        {code}
      </div>
    </div>
  );
}
