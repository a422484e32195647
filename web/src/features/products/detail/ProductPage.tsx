/** One product: its figures, what doesn't fit about it, its codes, prices and stock. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { ProblemNotice } from "@/components/ui/Notice";
import { Page } from "@/components/ui/Page";
import { PageTabs, type Part } from "@/components/ui/PageTabs";
import { Waiting } from "@/components/ui/Waiting";
import { useMay } from "@/lib/session";
import { type ProductDetail, productQuery } from "../api";
import { Codes } from "./Codes";
import { LifeCyclePath } from "./LifeCyclePath";
import { Overview } from "./Overview";
import { Prices } from "./Prices";
import { ProductFigures } from "./ProductFigures";
import { Stock } from "./Stock";

const EDITABLE = new Set(["NEW", "ACTIVE", "PHASE_OUT"]);

export default function ProductPage() {
  const { t } = useLingui();
  const { id = "" } = useParams({ strict: false });
  const { data, error } = useQuery(productQuery(id));
  if (!data) {
    return (
      <Page title={t`Product`} back={{ to: "/products", label: t`Products` }}>
        <ProblemNotice error={error} />
        {!error && <Waiting label={t`Loading the product`} />}
      </Page>
    );
  }
  return <Shown product={data} />;
}

function Shown({ product }: { product: ProductDetail }) {
  const { t } = useLingui();
  const may = useMay();
  const isEditable = may("product.manage") && EDITABLE.has(product.life_cycle ?? "ACTIVE");
  const parts: Part[] = [
    { id: "overview", label: t`Overview`, content: () => <Overview product={product} isEditable={isEditable} /> },
    { id: "prices", label: t`Prices`, content: () => <Prices product={product} /> },
    {
      id: "codes",
      label: t`Barcodes and packagings`,
      content: () => <Codes product={product} isEditable={isEditable} />,
    },
  ];
  if (may("stock.view") && product.tracks_stock) {
    parts.push({ id: "stock", label: t`Stock`, content: () => <Stock product={product} /> });
  }
  return (
    <Page
      title={product.name}
      beside={<span style={{ color: "var(--muted)" }}>{product.sku}</span>}
      back={{ to: "/products", label: t`Products` }}
      actions={
        <>
          <Button component={Link} to="/products/labels" search={{ products: product.id } as never} variant="default">
            <Trans>Print labels</Trans>
          </Button>
          {isEditable && (
            <Button component={Link} to={`/products/${product.id}/edit`}>
              <Trans>Edit product</Trans>
            </Button>
          )}
        </>
      }
    >
      <LifeCyclePath product={product} />
      <ProductFigures product={product} />
      <PageTabs label={t`Parts of this product`} parts={parts} />
    </Page>
  );
}
