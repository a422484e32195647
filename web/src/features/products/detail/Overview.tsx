/** What doesn't fit about a product with the way to mend it, and its facts. */
import { useLingui as useWords } from "@lingui/react";
import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { ProblemNotice } from "@/components/ui/Notice";
import { Fact, Facts, Section, TwoColumns } from "@/components/ui/Page";
import { dateTime, price, quantity } from "@/lib/format";
import { useBrands, useGroups, useTaxCategories } from "@/lib/reference";
import { useCurrency } from "@/lib/session";
import { findingsQuery, type ProductDetail } from "../api";
import { Findings } from "../Findings";
import { Pictures } from "../pictures/Pictures";
import { KINDS } from "../words";

export function Overview({ product, isEditable }: { product: ProductDetail; isEditable: boolean }) {
  const { t } = useLingui();
  const { data, error } = useQuery(findingsQuery(product.id));
  return (
    <TwoColumns aside={<FactsOf product={product} />}>
      <Section title={t`Checks`}>
        <ProblemNotice error={error} />
        {data && <Findings product={product.id} findings={data.findings} />}
        {data?.findings.length === 0 && (
          <p style={{ margin: 0 }}>
            <Trans>All is in order: it has a price, a tax rate and a code.</Trans>
          </p>
        )}
      </Section>
      <Pictures product={product.id} isEditable={isEditable} />
      {product.description && (
        <Section title={t`Description`}>
          <p style={{ margin: 0, maxWidth: "70ch", whiteSpace: "pre-wrap" }}>{product.description}</p>
        </Section>
      )}
    </TwoColumns>
  );
}

function FactsOf({ product }: { product: ProductDetail }) {
  const { t } = useLingui();
  const { i18n } = useWords();
  const currency = useCurrency();
  const groups = useGroups();
  const brands = useBrands();
  const taxes = useTaxCategories();
  const yes = t`Yes`;
  const no = t`No`;
  const days = product.warranty_days ?? 0;
  const money = (value: string | null) => (value ? price(value, currency) : "-");
  return (
    <Section title={t`Facts`}>
      <Facts>
        <Fact term={t`Kind`}>{i18n._(KINDS[product.kind ?? "GOODS"])}</Fact>
        <Fact term={t`Group`}>{groups.find((group) => group.id === product.group)?.path ?? "-"}</Fact>
        <Fact term={t`Brand`}>{brands.find((brand) => brand.id === product.brand)?.name ?? "-"}</Fact>
        <Fact term={t`Unit`}>{product.unit_code}</Fact>
        <Fact term={t`Tax category`}>{taxes.find((tax) => tax.id === product.tax_category)?.name ?? "-"}</Fact>
        <Fact term={t`PLU`}>{product.plu || "-"}</Fact>
        <Fact term={t`Lowest price`}>{money(product.floor_price)}</Fact>
        <Fact term={t`Price on the box`}>{money(product.prix_br)}</Fact>
        <Fact term={t`Weight`}>{product.weight_kg ? quantity(product.weight_kg, "kg") : "-"}</Fact>
        <Fact term={t`Warranty`}>{days ? t`${days} days` : "-"}</Fact>
        <Fact term={t`Stock is kept`}>{product.tracks_stock ? yes : no}</Fact>
        <Fact term={t`Expiry dates`}>{product.keeps_expiry ? yes : no}</Fact>
        <Fact term={t`Serial numbers`}>{product.tracks_serials ? yes : no}</Fact>
        <Fact term={t`Created`}>{dateTime(product.created_at)}</Fact>
        <Fact term={t`Changed`}>{dateTime(product.updated_at)}</Fact>
      </Facts>
    </Section>
  );
}
