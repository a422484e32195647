/** What the lists of purchase documents share: whom from, how much. */
import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { loadSuppliers } from "@/components/documents/refs";
import type { Column } from "@/components/list/columns";
import type { Filter } from "@/components/list/filters";
import { date, money } from "@/lib/format";
import type { PurchaseDoc } from "./PurchaseForm";

interface Priced extends PurchaseDoc {
  net_amount: string;
  currency: string;
}

export function usePurchaseColumns<D extends Priced>(): Column<D>[] {
  const { t } = useLingui();
  return [
    {
      id: "supplier",
      header: t`Supplier`,
      narrow: true,
      cell: (row) => row.supplier_name ?? "-",
      text: (row) => row.supplier_name ?? "",
    },
    {
      id: "amount",
      header: t`Amount`,
      figure: true,
      cell: (row) => money(row.net_amount, row.currency),
      text: (row) => row.net_amount,
    },
    {
      id: "expected",
      header: t`Expected on`,
      cell: (row) => (row.expected_delivery_date ? date(row.expected_delivery_date) : "-"),
      text: (row) => row.expected_delivery_date ?? "",
    },
  ];
}

/** A filter by supplier; the first of them by name, the rest are reached from the supplier's own page. */
export function useSupplierFilter(): Filter {
  const { t } = useLingui();
  const { data = [] } = useQuery({
    queryKey: ["suppliers", "pick", ""],
    queryFn: ({ signal }) => loadSuppliers("", signal),
    staleTime: 60_000,
  });
  return { id: "supplier", label: t`Supplier`, kind: "choice", options: data };
}
