/** What the lists of purchase documents share: whom from, how much. */
import { useLingui } from "@lingui/react/macro";
import { loadSuppliers, supplierName } from "@/components/documents/refs";
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

/** A filter by supplier, found by typing. */
export function useSupplierFilter(): Filter {
  const { t } = useLingui();
  return { id: "supplier", label: t`Supplier`, kind: "pick", load: loadSuppliers, name: supplierName };
}
