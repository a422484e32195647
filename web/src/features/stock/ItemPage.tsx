/** One product at one place: how much of it there is to sell, which layers, what moved it, who holds it. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useLocationName } from "@/components/documents/refs";
import { ProblemNotice } from "@/components/ui/Notice";
import { Figure, Figures, Page } from "@/components/ui/Page";
import { PageTabs } from "@/components/ui/PageTabs";
import { Waiting } from "@/components/ui/Waiting";
import { answer, desk } from "@/lib/api";
import { money, quantity } from "@/lib/format";
import { useCurrency, useMay } from "@/lib/session";
import { Batches, Elsewhere, Movements, Reservations } from "./ItemParts";

export default function ItemPage() {
  const { t } = useLingui();
  const may = useMay();
  const currency = useCurrency();
  const nameOf = useLocationName();
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const { data: item, error } = useQuery({
    queryKey: ["stock", id],
    queryFn: ({ signal }) => answer(desk.GET("/api/stock-products/{id}/", { params: { path: { id } }, signal })),
  });
  const back = { to: "/stock", label: t`Stock` };
  if (!item) {
    return (
      <Page title={t`Stock of a product`} back={back}>
        {error ? <ProblemNotice error={error} /> : <Waiting label={t`Loading stock`} />}
      </Page>
    );
  }
  const search = { product: item.product, from: item.storefront } as never;
  const unit = item.unit_code;
  return (
    <Page
      title={item.product_name}
      beside={<span>{nameOf(item.storefront)}</span>}
      back={back}
      actions={
        <>
          {may("stock.adjust") && (
            <Button variant="default" component={Link} to="/stock/adjustments/new" search={search}>
              <Trans>Adjust</Trans>
            </Button>
          )}
          {may("stock.transfer") && (
            <Button component={Link} to="/stock/transfers/new" search={search}>
              <Trans>Send elsewhere</Trans>
            </Button>
          )}
        </>
      }
    >
      <Figures>
        <Figure label={t`Left to sell`} value={quantity(item.available, unit)} note={item.product_sku} />
        <Figure
          label={t`On the shelf`}
          value={quantity(item.quantity, unit)}
          to={`/stock/${id}`}
          search={{ tab: "batches" }}
        />
        <Figure
          label={t`Held by carts`}
          value={quantity(item.reserved, unit)}
          to={`/stock/${id}`}
          search={{ tab: "reservations" }}
        />
        {may("cost.view") && (
          <Figure
            label={t`Value`}
            value={money(item.value, currency)}
            note={t`${money(item.avg_cost, currency)} for one`}
          />
        )}
      </Figures>
      <PageTabs
        label={t`Parts`}
        parts={[
          { id: "batches", label: t`Batches`, content: () => <Batches item={item} /> },
          { id: "movements", label: t`Movements`, content: () => <Movements item={item} /> },
          { id: "places", label: t`Other places`, content: () => <Elsewhere item={item} /> },
          { id: "reservations", label: t`Held by carts`, content: () => <Reservations item={item} /> },
        ]}
      />
    </Page>
  );
}
