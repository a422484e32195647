/** The lines of a draft as a grid: Enter goes on to the next product, arrows move up and down a column. */
import { useLingui } from "@lingui/react/macro";
import { ActionIcon, NativeSelect, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useQueries, useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useRef } from "react";
import { AddLine, type Found } from "./AddLine";
import { plain, sum } from "./figures";
import { type CellSpec, type DraftLine, newLine } from "./lines";
import classes from "./lines.module.css";
import { productQuery } from "./refs";

interface Props {
  label: string;
  lines: readonly DraftLine[];
  cells: readonly CellSpec[];
  onChange: (lines: DraftLine[]) => void;
  /** What is wrong, by `lines.<row>.<field>`. */
  errors?: Record<string, string>;
  /** Lines come from elsewhere, such as a receipt: none can be added, and each keeps its unit. */
  closed?: boolean;
  /** A delivery: the first scan of a product that is expected counts from one. */
  counts?: boolean;
}

export function LinesEditor({ label, lines, cells, onChange, errors = {}, closed, counts }: Props) {
  const { t } = useLingui();
  const table = useRef<HTMLTableElement>(null);
  const scan = useRef<HTMLInputElement>(null);
  const scanned = useRef(new Set<string>());
  const change = (key: string, changes: Partial<DraftLine>) =>
    onChange(lines.map((line) => (line.key === key ? { ...line, ...changes } : line)));
  const add = (product: Found, packaging: string | null) => {
    const same = lines.find((line) => line.product === product.id && line.packaging === packaging);
    if (same) {
      const isFirst = counts && !scanned.current.has(same.key);
      scanned.current.add(same.key);
      const quantity = isFirst ? "1" : sum([plain(same.values.quantity ?? "") ?? "0", "1"]);
      change(same.key, { values: { ...same.values, quantity } });
      return;
    }
    const line = newLine(cells, product, packaging);
    scanned.current.add(line.key);
    onChange([...lines, line]);
    requestAnimationFrame(() => {
      const input = table.current?.querySelector<HTMLInputElement>(`[data-row="${line.key}"] [data-cell="quantity"]`);
      input?.focus();
      input?.select();
    });
  };
  const keys = (event: KeyboardEvent<HTMLTableElement>) => {
    const input = event.target as HTMLElement;
    const row = input.closest("tr");
    const cell = input.dataset.cell;
    if (!row || !cell) return;
    if (event.key === "Enter") scan.current?.focus();
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (input.tagName === "SELECT") return;
      const other = event.key === "ArrowDown" ? row.nextElementSibling : row.previousElementSibling;
      other?.querySelector<HTMLElement>(`[data-cell="${cell}"]`)?.focus();
    } else return;
    event.preventDefault();
  };
  const products = useQueries({
    queries: [...new Set(lines.map((line) => line.product))].map(productQuery),
    combine: (found) => found.map((one) => one.data),
  });
  const isShown = (cell: CellSpec) => !cell.isFor || products.some((product) => cell.isFor?.(product));
  const shown = cells.filter((cell) => cell.id !== "quantity" && isShown(cell));
  return (
    <div>
      {lines.length > 0 && (
        <div className={classes.scroll}>
          <table ref={table} className={classes.table} aria-label={label} onKeyDown={keys}>
            <thead>
              <tr>
                <th scope="col">{t`Product`}</th>
                <th scope="col">{t`Quantity`}</th>
                {shown.map((cell) => (
                  <th key={cell.id} scope="col">
                    {cell.header}
                  </th>
                ))}
                <th>
                  <span className="visually-hidden">{t`Remove`}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {lines.map((line, at) => (
                <Row
                  key={line.key}
                  line={line}
                  cells={shown}
                  closed={closed ?? false}
                  errorOf={(field) => errors[`lines.${at}.${field}`]}
                  onChange={(changes) => change(line.key, changes)}
                  onRemove={() => onChange(lines.filter((one) => one.key !== line.key))}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {!closed && (
        <div className={classes.add}>
          <AddLine onAdd={add} inputRef={scan} />
        </div>
      )}
    </div>
  );
}

interface RowProps {
  line: DraftLine;
  cells: readonly CellSpec[];
  closed: boolean;
  errorOf: (field: string) => string | undefined;
  onChange: (changes: Partial<DraftLine>) => void;
  onRemove: () => void;
}

function Row({ line, cells, closed, errorOf, onChange, onRemove }: RowProps) {
  const { t } = useLingui();
  const { data: product } = useQuery(productQuery(line.product));
  const set = (id: string, value: string) => onChange({ values: { ...line.values, [id]: value } });
  const packagings = closed ? [] : (product?.packagings.filter((one) => one.is_active !== false) ?? []);
  const unit = product?.packagings.find((one) => one.id === line.packaging)?.name ?? product?.unit_code;
  return (
    <tr data-row={line.key}>
      <td>
        <span className={classes.name}>
          {line.name}
          <span className={classes.sku}>{line.sku}</span>
        </span>
      </td>
      <td className={classes.cell}>
        <span className={classes.label}>{t`Quantity`}</span>
        <TextInput
          aria-label={t`Quantity of ${line.name}`}
          inputMode="decimal"
          size="sm"
          data-cell="quantity"
          value={line.values.quantity ?? ""}
          error={errorOf("quantity") ?? errorOf("serials") ?? errorOf("product")}
          rightSectionWidth={packagings.length > 0 || line.packaging ? 88 : 44}
          rightSection={
            packagings.length > 0 ? (
              <NativeSelect
                variant="unstyled"
                size="xs"
                aria-label={t`Unit of ${line.name}`}
                value={line.packaging ?? ""}
                data={[
                  { value: "", label: product?.unit_code ?? "" },
                  ...packagings.map((one) => ({ value: one.id, label: one.name })),
                ]}
                onChange={(event) => onChange({ packaging: event.currentTarget.value || null })}
              />
            ) : (
              <span className={classes.sku}>{unit}</span>
            )
          }
          onChange={(event) => set("quantity", event.currentTarget.value)}
          onFocus={(event) => event.currentTarget.select()}
        />
      </td>
      {cells.map((cell) => (
        <td key={cell.id} className={classes.cell} data-kind={cell.kind}>
          {(!cell.isFor || cell.isFor(product)) && (
            <>
              <span className={classes.label}>{cell.header}</span>
              <Cell
                cell={cell}
                name={line.name}
                value={line.values[cell.id] ?? ""}
                error={errorOf(cell.id)}
                onChange={(value) => set(cell.id, value)}
              />
            </>
          )}
        </td>
      ))}
      <td>
        <ActionIcon variant="subtle" color="gray" size={36} aria-label={t`Remove ${line.name}`} onClick={onRemove}>
          <IconX size={18} />
        </ActionIcon>
      </td>
    </tr>
  );
}

interface CellProps {
  cell: CellSpec;
  name: string;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}

function Cell({ cell, name, value, error, onChange }: CellProps) {
  const label = `${cell.header}: ${name}`;
  if (cell.kind === "choice") {
    return (
      <NativeSelect
        aria-label={label}
        size="sm"
        data-cell={cell.id}
        data={[...(cell.options ?? [])]}
        value={value}
        error={error}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  return (
    <TextInput
      aria-label={label}
      size="sm"
      type={cell.kind === "date" ? "date" : "text"}
      inputMode={cell.kind === "figure" ? "decimal" : undefined}
      data-cell={cell.id}
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
