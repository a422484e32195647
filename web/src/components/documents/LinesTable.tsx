/** The lines of a document that is not written on any more, as text. */
import { useLingui } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import classes from "./lines.module.css";

export interface TextCell<L> {
  id: string;
  header: string;
  cell: (line: L) => ReactNode;
  figure?: boolean;
}

interface Named {
  id: string;
  product_sku?: string | null;
  product_name?: string | null;
}

interface Props<L extends Named> {
  label: string;
  lines: readonly L[];
  cells: readonly TextCell<L>[];
  /** The address of a line's product or source. */
  to?: (line: L) => string | undefined;
  /** The cells of a row of totals, from the second column on. */
  totals?: readonly ReactNode[];
}

export function LinesTable<L extends Named>({ label, lines, cells, to, totals }: Props<L>) {
  const { t } = useLingui();
  return (
    <div className={classes.scroll}>
      <table className={classes.table} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{t`Product`}</th>
            {cells.map((cell) => (
              <th key={cell.id} scope="col" className={cell.figure ? classes.end : undefined}>
                {cell.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => {
            const address = to?.(line);
            const name = line.product_name || line.product_sku || "-";
            return (
              <tr key={line.id}>
                <td>
                  <span className={classes.name}>
                    {address ? <Link to={address}>{name}</Link> : name}
                    {line.product_name && <span className={classes.sku}>{line.product_sku}</span>}
                  </span>
                </td>
                {cells.map((cell) => (
                  <td key={cell.id} className={cell.figure ? `figure ${classes.end}` : undefined}>
                    <span className={classes.label}>{cell.header}</span>
                    {cell.cell(line)}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
        {totals && (
          <tfoot>
            <tr>
              <td>{t`Total`}</td>
              {cells.map((cell, at) => (
                <td key={cell.id} className={cell.figure ? `figure ${classes.end}` : undefined}>
                  {totals[at]}
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}
