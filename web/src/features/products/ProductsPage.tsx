/** Everything that is sold: its price, what is left of it, and the way to each. */
import { useLingui as useWords } from "@lingui/react";
import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconTags } from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import Big from "big.js";
import type { Column } from "@/components/list/columns";
import type { Filter } from "@/components/list/filters";
import { ListPage } from "@/components/list/ListPage";
import type { Query } from "@/components/list/state";
import { StatusBadge } from "@/components/ui/StatusBadge";
import { Thumb } from "@/components/ui/Thumb";
import { amount, quantity } from "@/lib/format";
import { asChoices, useBrands, useGroups } from "@/lib/reference";
import { useCurrency, useMay } from "@/lib/session";
import { type Product, readProducts, readStockOf } from "./api";
import classes from "./ProductsPage.module.css";
import { KINDS, STAGES } from "./words";

type Row = Product & { available?: string };

/** A page of products, each with what is left to sell of it at all places together. */
async function readRows(query: Query, signal: AbortSignal, withStock: boolean) {
  const page = await readProducts(query, signal);
  if (!withStock) return page as typeof page & { results: Row[] };
  const kept = page.results.filter((row) => row.tracks_stock);
  const left = new Map<string, Big>();
  for (const item of await readStockOf(kept.map((row) => row.id))) {
    left.set(item.product, (left.get(item.product) ?? new Big(0)).plus(item.available));
  }
  const results: Row[] = page.results.map((row) =>
    row.tracks_stock ? { ...row, available: (left.get(row.id) ?? new Big(0)).toString() } : row,
  );
  return { ...page, results };
}

function Named({ row }: { row: Row }) {
  return (
    <span className={classes.named}>
      <Thumb src={row.picture} name={row.name} className={classes.thumb} />
      {row.name}
    </span>
  );
}

function useColumnsOfProducts(): Column<Row>[] {
  const { t } = useLingui();
  const { i18n } = useWords();
  const currency = useCurrency();
  const groups = new Map(useGroups().map((group) => [group.id, group.path]));
  const brands = new Map(useBrands().map((brand) => [brand.id, brand.name]));
  const groupOf = (row: Row) => (row.group ? (groups.get(row.group) ?? "") : "");
  const brandOf = (row: Row) => (row.brand ? (brands.get(row.brand) ?? "") : "");
  const stageOf = (row: Row) => STAGES[row.life_cycle ?? "ACTIVE"];
  return [
    { id: "name", header: t`Name`, sort: "name", cell: (row) => <Named row={row} />, text: (row) => row.name },
    { id: "sku", header: t`SKU`, sort: "sku", cell: (row) => row.sku, text: (row) => row.sku },
    { id: "group", header: t`Group`, cell: (row) => groupOf(row) || "-", text: groupOf },
    { id: "brand", header: t`Brand`, optional: true, cell: (row) => brandOf(row) || "-", text: brandOf },
    {
      id: "stage",
      header: t`Stage`,
      cell: (row) => <StatusBadge tone={stageOf(row).tone}>{i18n._(stageOf(row).label)}</StatusBadge>,
      text: (row) => i18n._(stageOf(row).label),
    },
    {
      id: "kind",
      header: t`Kind`,
      optional: true,
      cell: (row) => i18n._(KINDS[row.kind ?? "GOODS"]),
      text: (row) => i18n._(KINDS[row.kind ?? "GOODS"]),
    },
    { id: "plu", header: t`PLU`, optional: true, cell: (row) => row.plu || "-", text: (row) => row.plu ?? "" },
    {
      id: "price",
      header: t`Price (${currency})`,
      figure: true,
      narrow: true,
      cell: (row) => (row.price ? amount(row.price.price, currency) : "-"),
      text: (row) => row.price?.price ?? "",
    },
    {
      id: "available",
      header: t`Left to sell`,
      figure: true,
      narrow: true,
      cell: (row) => (row.available === undefined ? "-" : quantity(row.available, row.unit_code)),
      text: (row) => row.available ?? "",
    },
  ];
}

function useFilters(): Filter[] {
  const { t } = useLingui();
  const { i18n } = useWords();
  const groups = useGroups().map((group) => ({ value: group.id, label: group.path }));
  const brands = asChoices(useBrands());
  const stages = Object.entries(STAGES).map(([value, { label }]) => ({ value, label: i18n._(label) }));
  const kinds = Object.entries(KINDS).map(([value, label]) => ({ value, label: i18n._(label) }));
  const found: Filter[] = [
    { id: "life_cycle", label: t`Stage`, kind: "choice", options: stages },
    { id: "kind", label: t`Kind`, kind: "choice", options: kinds },
  ];
  if (groups.length > 0) found.push({ id: "group", label: t`Group`, kind: "choice", options: groups });
  if (brands.length > 0) found.push({ id: "brand", label: t`Brand`, kind: "choice", options: brands });
  return found;
}

export default function ProductsPage() {
  const { t } = useLingui();
  const may = useMay();
  const navigate = useNavigate();
  const seesStock = may("stock.view");
  const columns = useColumnsOfProducts().filter((column) => seesStock || column.id !== "available");
  const add = may("product.manage") && (
    <Button component={Link} to="/products/new">
      <Trans>New product</Trans>
    </Button>
  );
  return (
    <ListPage
      id="products"
      title={t`Products`}
      searchLabel={t`Name, SKU, PLU or barcode`}
      columns={columns}
      filters={useFilters()}
      read={(query, signal) => readRows(query, signal, seesStock)}
      rowKey={(row) => row.id}
      rowTo={(row) => `/products/${row.id}`}
      primary={add}
      empty={{ title: t`No products yet`, text: t`Add the first, or import a list of them.`, action: add }}
      bulk={(rows) => (
        <Button
          size="sm"
          variant="default"
          leftSection={<IconTags size={18} aria-hidden />}
          onClick={() =>
            navigate({ to: "/products/labels", search: { products: rows.map((row) => row.id).join(",") } as never })
          }
        >
          <Trans>Print labels ({rows.length})</Trans>
        </Button>
      )}
    />
  );
}
