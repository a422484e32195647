/** The rows of a list as a native table: first cell is the link, headers sort, keys move while the table has focus. */
import { useLingui } from "@lingui/react/macro";
import { ActionIcon, Checkbox, Menu } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconDots } from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, type ReactNode, useRef } from "react";
import type { Column } from "./columns";
import classes from "./RowsTable.module.css";

interface Props<T> {
  label: string;
  rows: readonly T[];
  columns: readonly Column<T>[];
  dense: boolean;
  stale: boolean;
  rowKey: (row: T) => string;
  rowTo?: ((row: T) => string) | undefined;
  onOpen?: ((row: T) => void) | undefined;
  rowMenu?: ((row: T) => ReactNode) | undefined;
  ordering?: string | undefined;
  onOrder: (ordering: string | undefined) => void;
  chosen?: ReadonlyMap<string, T> | undefined;
  onChoose: (chosen: ReadonlyMap<string, T>) => void;
}

export function RowsTable<T>(props: Props<T>) {
  const { t } = useLingui();
  const { rows, columns, rowKey, chosen, onChoose } = props;
  const navigate = useNavigate();
  const table = useRef<HTMLTableElement>(null);
  const toggle = (row: T) => {
    if (!chosen) return;
    const next = new Map(chosen);
    if (!next.delete(rowKey(row))) next.set(rowKey(row), row);
    onChoose(next);
  };
  const open = (row: T) => {
    if (props.rowTo) navigate({ to: props.rowTo(row) });
    else props.onOpen?.(row);
  };
  const keys = (event: KeyboardEvent<HTMLTableElement>) => {
    const line = (event.target as HTMLElement).closest("tr[data-at]") as HTMLElement | null;
    if (!line || (event.target as HTMLElement).closest("a, button, input") !== null) return;
    const at = Number(line.dataset.at);
    const row = rows[at];
    const to = (other: number) =>
      (table.current?.querySelector(`tr[data-at="${other}"]`) as HTMLElement | null)?.focus();
    if (event.key === "ArrowDown") to(at + 1);
    else if (event.key === "ArrowUp") to(at - 1);
    else if (event.key === "Enter" && row !== undefined) open(row);
    else if (event.key === " " && row !== undefined && chosen) toggle(row);
    else if (event.key === "ArrowRight" || event.key === "ArrowLeft" || event.key === "f" || event.key === "x") {
      const name = { ArrowRight: "next", ArrowLeft: "previous", f: "filter", x: "export" }[event.key];
      (document.querySelector(`[data-key="${name}"]`) as HTMLElement | null)?.click();
    } else return;
    event.preventDefault();
  };
  const all = chosen !== undefined && rows.length > 0 && rows.every((row) => chosen.has(rowKey(row)));
  return (
    <section className={classes.scroll} tabIndex={0} aria-label={props.label}>
      <table ref={table} className={classes.table} data-dense={props.dense} data-stale={props.stale} onKeyDown={keys}>
        <thead>
          <tr>
            {chosen && (
              <th className={classes.choose}>
                <Checkbox
                  aria-label={t`Choose all rows of this page`}
                  checked={all}
                  onChange={() => onChoose(all ? new Map() : new Map(rows.map((row) => [rowKey(row), row])))}
                />
              </th>
            )}
            {columns.map((column, at) => (
              <HeaderCell key={column.id} column={column} first={at === 0} {...props} />
            ))}
            {props.rowMenu && (
              <th>
                <span className="visually-hidden">{t`Actions`}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={rowKey(row)} data-at={at} tabIndex={at === 0 ? 0 : -1} data-chosen={chosen?.has(rowKey(row))}>
              {chosen && (
                <td className={classes.choose}>
                  <Checkbox
                    aria-label={t`Choose this row`}
                    checked={chosen.has(rowKey(row))}
                    onChange={() => toggle(row)}
                  />
                </td>
              )}
              {columns.map((column, nth) => (
                <td
                  key={column.id}
                  className={column.figure ? "figure" : undefined}
                  data-name={nth === 0 ? true : undefined}
                  data-wide={nth > 0 && !column.narrow ? true : undefined}
                >
                  {nth > 0 ? (
                    column.cell(row)
                  ) : props.rowTo ? (
                    <Link to={props.rowTo(row)} className={classes.link}>
                      {column.cell(row)}
                    </Link>
                  ) : props.onOpen ? (
                    <button type="button" className={classes.link} onClick={() => open(row)}>
                      {column.cell(row)}
                    </button>
                  ) : (
                    column.cell(row)
                  )}
                </td>
              ))}
              {props.rowMenu && (
                <td className={classes.menu}>
                  <RowMenu label={t`Actions for this row`}>{props.rowMenu(row)}</RowMenu>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Nothing where there is nothing to do with a row. */
function RowMenu({ label, children }: { label: string; children: ReactNode }) {
  if (!children) return null;
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={label}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}

function HeaderCell<T>({ column, first, ordering, onOrder }: Props<T> & { column: Column<T>; first: boolean }) {
  const down = ordering === `-${column.sort}`;
  const up = ordering === column.sort && column.sort !== undefined;
  const sorted = up ? "ascending" : down ? "descending" : undefined;
  const wide = !first && !column.narrow ? true : undefined;
  if (!column.sort) {
    return (
      <th scope="col" className={column.figure ? "figure" : undefined} data-wide={wide}>
        {column.header}
      </th>
    );
  }
  return (
    <th scope="col" aria-sort={sorted} className={column.figure ? "figure" : undefined} data-wide={wide}>
      <button
        type="button"
        className={classes.sort}
        onClick={() => onOrder(up ? `-${column.sort}` : down ? undefined : column.sort)}
      >
        {column.header}
        {up && <IconArrowUp size={14} aria-hidden />}
        {down && <IconArrowDown size={14} aria-hidden />}
      </button>
    </th>
  );
}
