/** The key figures of a product: price, stock, and for who sees costs what it costs and leaves. */
import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import Big from "big.js";
import { Figure, Figures } from "@/components/ui/Page";
import { answer, desk } from "@/lib/api";
import { money, percent, price, quantity } from "@/lib/format";
import { useCurrency, useMay } from "@/lib/session";
import { type ProductDetail, stockQuery } from "../api";

/** What a unit costs and leaves at a place, as the server works it out for a sale of one. */
const quoteQuery = (product: ProductDetail) => ({
  queryKey: ["products", product.id, "quote"],
  queryFn: () => answer(desk.GET("/api/pricing/quote/", { params: { query: { product: product.id } } })),
  retry: false,
});

export function ProductFigures({ product }: { product: ProductDetail }) {
  const { t } = useLingui();
  const may = useMay();
  const currency = useCurrency();
  const seesStock = may("stock.view") && product.tracks_stock === true;
  const stock = useQuery({ ...stockQuery(product.id), enabled: seesStock });
  const quote = useQuery({ ...quoteQuery(product), enabled: may("cost.view") && product.price !== null });
  const sum = (field: "quantity" | "available" | "reserved") =>
    (stock.data ?? []).reduce((total, item) => total.plus(item[field]), new Big(0)).toString();
  const tab = (id: string) => ({ to: `/products/${product.id}`, search: { tab: id } });
  const reserved = quantity(sum("reserved"), product.unit_code);
  const unit = product.unit_code;
  const found = quote.data;
  return (
    <Figures>
      <Figure
        label={t`Price`}
        value={product.price ? price(product.price.price, currency) : "-"}
        note={
          product.price
            ? product.price.includes_tax
              ? t`per ${unit}, with tax`
              : t`per ${unit}, without tax`
            : t`No price yet`
        }
        {...tab("prices")}
      />
      {seesStock && (
        <Figure
          label={t`Left to sell`}
          value={stock.data ? quantity(sum("available"), unit) : "-"}
          note={sum("reserved") === "0" ? t`at all places` : t`${reserved} are in carts`}
          {...tab("stock")}
        />
      )}
      {found?.unit_cost && (
        <Figure
          label={t`Cost`}
          value={price(found.unit_cost, currency)}
          note={t`per ${unit}, without tax`}
          {...tab("stock")}
        />
      )}
      {found?.margin && (
        <Figure
          label={t`Margin`}
          value={percent(found.margin)}
          note={found.profit ? t`${money(found.profit, currency)} of each` : undefined}
          to="/prices/explain"
          search={{ product: product.id }}
        />
      )}
    </Figures>
  );
}
