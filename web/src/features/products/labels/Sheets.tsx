/** Labels on their sheets: the same on the screen and on paper. */
import type { CSSProperties } from "react";
import { createPortal } from "react-dom";
import type { ProductDetail } from "../api";
import { Label, type Shown } from "./Label";
import classes from "./labels.module.css";
import { pagesOf, type Sheet } from "./sheets";

interface Props {
  labels: readonly ProductDetail[];
  sheet: Sheet;
  shown: Shown;
  used: number;
}

export function Sheets({ labels, sheet, shown, used, most }: Props & { most?: number }) {
  const style: CSSProperties = {
    width: `${sheet.page.width}mm`,
    height: `${sheet.page.height}mm`,
    paddingBlockStart: `${sheet.margin.top}mm`,
    paddingInlineStart: `${sheet.margin.left}mm`,
    gridTemplateColumns: `repeat(${sheet.columns}, ${sheet.cell.width}mm)`,
    gridAutoRows: `${sheet.cell.height}mm`,
  };
  return pagesOf(labels, sheet, used)
    .slice(0, most)
    .map((places, page) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: pages have no identity but their number
      <div key={page} className={classes.sheet} style={style} dir="ltr">
        {places.map((product, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: nor have places
          <div key={at} className={classes.cell}>
            {product && <Label product={product} shown={shown} />}
          </div>
        ))}
      </div>
    ));
}

/** What the printer gets: all pages, beside the application, in the paper's size. */
export function Printed(props: Props) {
  const { width, height } = props.sheet.page;
  return createPortal(
    <div className={classes.printed} aria-hidden>
      <style>{`@page { size: ${width}mm ${height}mm; margin: 0 }`}</style>
      <Sheets {...props} />
    </div>,
    document.body,
  );
}
