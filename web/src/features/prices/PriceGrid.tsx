/** Prices to type, one row after the other: Enter and the arrows go to the next row, Shift+Enter to the one before. */
import { useLingui } from "@lingui/react/macro";
import { ActionIcon, Anchor, Table } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { type KeyboardEvent, type ReactNode, type RefObject, useRef } from "react";
import { DecimalInput } from "@/components/ui/DecimalInput";
import { price } from "@/lib/format";
import { useCurrency } from "@/lib/session";

export interface GridRow {
  id: string;
  product: string;
  name: string;
  sku: string;
  /** What applies now, or what was saved. */
  now: string | null;
  /** What is in the field. */
  value: string;
  error?: string | undefined;
  note?: ReactNode;
}

interface Props {
  label: string;
  nowHeader: string;
  valueHeader: string;
  rows: readonly GridRow[];
  onChange: (id: string, value: string) => void;
  onRemove?: (id: string) => void;
  /** Past the last row, such as to the field that scans the next. */
  onPastEnd?: () => void;
  gridRef?: RefObject<HTMLTableElement | null>;
}

/** Put the cursor into the field of a row. */
export function focusRow(grid: HTMLTableElement | null, id: string): void {
  grid?.querySelector<HTMLInputElement>(`input[data-row="${id}"]`)?.select();
}

export function PriceGrid(props: Props) {
  const { t } = useLingui();
  const own = useRef<HTMLTableElement>(null);
  const grid = props.gridRef ?? own;
  const currency = useCurrency();
  const go = (event: KeyboardEvent<HTMLInputElement>, at: number) => {
    const step = event.key === "ArrowUp" || (event.key === "Enter" && event.shiftKey) ? -1 : 1;
    if (!["Enter", "ArrowDown", "ArrowUp"].includes(event.key)) return;
    event.preventDefault();
    const next = props.rows[at + step];
    if (next) focusRow(grid.current, next.id);
    else if (step > 0) props.onPastEnd?.();
  };
  return (
    <Table.ScrollContainer type="native" tabIndex={0} minWidth={props.onRemove ? 340 : 300}>
      <Table ref={grid} aria-label={props.label} verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t`Product`}</Table.Th>
            <Table.Th className="figure">{props.nowHeader}</Table.Th>
            <Table.Th style={{ width: "9rem", textAlign: "end" }}>{props.valueHeader}</Table.Th>
            {props.onRemove && (
              <Table.Th style={{ width: "3rem" }}>
                <span className="visually-hidden">{t`Actions`}</span>
              </Table.Th>
            )}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {props.rows.map((row, at) => (
            <Table.Tr key={row.id}>
              <Table.Td style={{ overflowWrap: "anywhere" }}>
                <Anchor
                  component={Link}
                  to={`/products/${row.product}`}
                  style={{ padding: "2px 0", display: "inline-block" }}
                >
                  {row.name}
                </Anchor>
                <div style={{ color: "var(--muted)", fontSize: "0.75rem" }}>
                  {row.sku} {row.note}
                </div>
              </Table.Td>
              <Table.Td className="figure">{row.now === null ? "-" : price(row.now, currency)}</Table.Td>
              <Table.Td>
                <DecimalInput
                  aria-label={t`${props.valueHeader} of ${row.name}`}
                  data-row={row.id}
                  value={row.value}
                  error={row.error}
                  onChange={(value) => props.onChange(row.id, value)}
                  onKeyDown={(event) => go(event, at)}
                />
              </Table.Td>
              {props.onRemove && (
                <Table.Td>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={t`Remove ${row.name}`}
                    onClick={() => props.onRemove?.(row.id)}
                  >
                    <IconX size={18} />
                  </ActionIcon>
                </Table.Td>
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
