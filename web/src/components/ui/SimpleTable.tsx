/** A small table of one page: no paging, no filters. It scrolls sideways inside its own frame. */
import type { ReactNode } from "react";
import classes from "./SimpleTable.module.css";

export interface Head {
  label: ReactNode;
  /** A figure: stands at the end, digits in line. */
  figure?: boolean;
}

interface Props {
  label: string;
  head: readonly Head[];
  rows: readonly { key: string; cells: readonly ReactNode[]; strong?: boolean }[];
}

export function SimpleTable({ label, head, rows }: Props) {
  return (
    <section className={classes.scroll} aria-label={label} tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            {head.map((cell, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns keep their places
              <th key={at} scope="col" className={cell.figure ? "figure" : undefined}>
                {cell.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key} data-strong={row.strong}>
              {row.cells.map((cell, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns keep their places
                <td key={at} className={head[at]?.figure ? "figure" : undefined}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
