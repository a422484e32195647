/** Which columns a reader sees and how dense the rows are: kept by list, on this device. */
import { useLocalStorage } from "@mantine/hooks";
import type { ReactNode } from "react";

export interface Column<T> {
  id: string;
  header: string;
  cell: (row: T) => ReactNode;
  /** What an export writes; a column without it is left out there. */
  text?: (row: T) => string;
  /** A figure: stands at the end, digits in line. */
  figure?: boolean;
  /** The value of the API's `sort` by which the server sorts it; descending with a minus. */
  sort?: string;
  /** Not shown until chosen. */
  optional?: boolean;
  /** Kept on phones. */
  narrow?: boolean;
}

interface Kept {
  shown: Record<string, boolean>;
  dense: boolean;
}

export function useColumns<T>(list: string, columns: readonly Column<T>[]) {
  const [kept, setKept] = useLocalStorage<Kept>({
    key: `optimapos.columns.${list}`,
    defaultValue: { shown: {}, dense: false },
    getInitialValueInEffect: false,
  });
  const isShown = (column: Column<T>) => kept.shown[column.id] ?? !column.optional;
  return {
    visible: columns.filter((column, at) => at === 0 || isShown(column)),
    isShown,
    dense: kept.dense,
    show: (id: string, shown: boolean) => setKept((now) => ({ ...now, shown: { ...now.shown, [id]: shown } })),
    setDense: (dense: boolean) => setKept((now) => ({ ...now, dense })),
  };
}
