/** The columns of a list of what is open with each partner, by age. */
import { useLingui } from "@lingui/react/macro";
import type { Column } from "@/components/list/columns";
import { amount } from "@/lib/format";
import { useCurrency } from "@/lib/session";
import { type AgingFigures, useAges } from "./Aging";

type Aged = AgingFigures & { name: string };
type Figure = ReturnType<typeof useAges>[number]["id"];

export function useAgingColumns<T extends Aged>(): Column<T>[] {
  const { t } = useLingui();
  const currency = useCurrency();
  const figure = (id: Figure, header: string, more: Partial<Column<T>> = {}): Column<T> => ({
    id,
    header,
    figure: true,
    cell: (row) => amount(row[id], currency),
    text: (row) => row[id],
    ...more,
  });
  return [
    { id: "name", header: t`Name`, cell: (row) => row.name, text: (row) => row.name },
    ...useAges().map((age) => figure(age.id, age.label)),
    figure("credits", t`Credit`, { optional: true }),
    figure("total", t`In all (${currency})`, { narrow: true }),
  ];
}
