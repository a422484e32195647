/** What there is of a product, place by place. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Anchor, Table } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { EmptyState } from "@/components/ui/EmptyState";
import { ProblemNotice } from "@/components/ui/Notice";
import { Section } from "@/components/ui/Page";
import { Waiting } from "@/components/ui/Waiting";
import { amount, dateTime, price, quantity } from "@/lib/format";
import { useLocations } from "@/lib/names";
import { useCurrency, useMay } from "@/lib/session";
import { type ProductDetail, stockQuery } from "../api";

export function Stock({ product }: { product: ProductDetail }) {
  const { t } = useLingui();
  const seesCosts = useMay()("cost.view");
  const currency = useCurrency();
  const places = new Map(useLocations().map((place) => [place.id, place]));
  const { data, error } = useQuery(stockQuery(product.id));
  if (!data) return error ? <ProblemNotice error={error} /> : <Waiting rows={4} label={t`Loading the stock`} />;
  if (data.length === 0) {
    return (
      <Section>
        <EmptyState title={t`Nothing in stock yet`}>
          <Trans>A delivery, a count or opening stock brings the first.</Trans>
        </EmptyState>
      </Section>
    );
  }
  return (
    <Section
      title={t`Stock by place`}
      actions={
        <Anchor component={Link} to="/stock" search={{ product: product.id } as never}>
          <Trans>Movements and batches</Trans>
        </Anchor>
      }
    >
      <Table.ScrollContainer type="native" tabIndex={0} minWidth={520}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t`Place`}</Table.Th>
              <Table.Th className="figure">{t`In stock (${product.unit_code})`}</Table.Th>
              <Table.Th className="figure">{t`In carts`}</Table.Th>
              <Table.Th className="figure">{t`Left to sell`}</Table.Th>
              {seesCosts && <Table.Th className="figure">{t`Average cost`}</Table.Th>}
              {seesCosts && <Table.Th className="figure">{t`Value (${currency})`}</Table.Th>}
              <Table.Th>{t`Last moved`}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.map((item) => {
              const place = places.get(item.storefront);
              return (
                <Table.Tr key={item.id}>
                  <Table.Td>{place?.name ?? t`Another place`}</Table.Td>
                  <Table.Td className="figure">{quantity(item.quantity)}</Table.Td>
                  <Table.Td className="figure">{quantity(item.reserved)}</Table.Td>
                  <Table.Td className="figure">{quantity(item.available)}</Table.Td>
                  {seesCosts && <Table.Td className="figure">{price(item.avg_cost, currency)}</Table.Td>}
                  {seesCosts && <Table.Td className="figure">{amount(item.value, currency)}</Table.Td>}
                  <Table.Td>{item.last_movement_at ? dateTime(item.last_movement_at, place?.timezone) : "-"}</Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  );
}
