/** What labels are printed on, in millimetres. */
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

export interface Sheet {
  id: string;
  label: MessageDescriptor;
  /** The page of the printer. */
  page: { width: number; height: number };
  cell: { width: number; height: number };
  columns: number;
  rows: number;
  margin: { top: number; left: number };
}

const A4 = { width: 210, height: 297 };

const onA4 = (
  id: string,
  label: MessageDescriptor,
  columns: number,
  rows: number,
  width: number,
  height: number,
): Sheet => ({
  id,
  label,
  page: A4,
  cell: { width, height },
  columns,
  rows,
  margin: { top: (A4.height - rows * height) / 2, left: (A4.width - columns * width) / 2 },
});

const onRoll = (id: string, label: MessageDescriptor, width: number, height: number): Sheet => ({
  id,
  label,
  page: { width, height },
  cell: { width, height },
  columns: 1,
  rows: 1,
  margin: { top: 0, left: 0 },
});

export const SHEETS: readonly [Sheet, ...Sheet[]] = [
  onA4("a4-24", msg`A4, 24 labels of 70 × 37 mm`, 3, 8, 70, 37),
  onA4("a4-21", msg`A4, 21 labels of 70 × 42 mm`, 3, 7, 70, 42.3),
  onA4("a4-65", msg`A4, 65 labels of 38 × 21 mm`, 5, 13, 38, 21.2),
  onRoll("roll-50", msg`Roll of 50 × 30 mm`, 50, 30),
  onRoll("roll-58", msg`Roll of 58 × 40 mm`, 58, 40),
  onRoll("roll-38", msg`Roll of 38 × 25 mm`, 38, 25),
];

export const MOST_LABELS = 2_000;

/** `labels` in pages of a sheet of which the first `used` places are empty already. */
export function pagesOf<T>(labels: readonly T[], sheet: Sheet, used: number): (T | undefined)[][] {
  const places = [...Array<undefined>(used).fill(undefined), ...labels];
  const size = sheet.columns * sheet.rows;
  return Array.from({ length: Math.ceil(places.length / size) }, (_, page) =>
    places.slice(page * size, (page + 1) * size),
  );
}
