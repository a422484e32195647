/** The base prices of a product: what applies now, what did and will, and setting another. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Modal, Table } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { EmptyState } from "@/components/ui/EmptyState";
import { ProblemNotice } from "@/components/ui/Notice";
import { Section } from "@/components/ui/Page";
import { StatusBadge } from "@/components/ui/StatusBadge";
import { Waiting } from "@/components/ui/Waiting";
import { dateTime, percent, price } from "@/lib/format";
import { useLocations } from "@/lib/names";
import { useCurrency, useMay } from "@/lib/session";
import { type BasePrice, type ProductDetail, pricesQuery } from "../api";
import { PriceForm } from "./PriceForm";
import { type Period, periodOf } from "./periods";

export function Prices({ product }: { product: ProductDetail }) {
  const { t } = useLingui();
  const mayPrice = useMay()("price.manage");
  const [setting, setSetting] = useState(false);
  const { data, error } = useQuery(pricesQuery(product.id));
  const set = mayPrice && (
    <Button size="sm" variant="default" onClick={() => setSetting(true)}>
      <Trans>Set a price</Trans>
    </Button>
  );
  return (
    <Section
      title={t`Base prices`}
      actions={
        <>
          <Button
            component={Link}
            to="/prices/explain"
            search={{ product: product.id } as never}
            size="sm"
            variant="subtle"
          >
            <Trans>Explain the price</Trans>
          </Button>
          {set}
        </>
      }
    >
      <ProblemNotice error={error} />
      {!data && !error && <Waiting rows={3} label={t`Loading the prices`} />}
      {data?.length === 0 && (
        <EmptyState title={t`No price yet`}>
          <Trans>Without a price it can't be sold.</Trans>
        </EmptyState>
      )}
      {data && data.length > 0 && <PriceTable product={product} prices={data} />}
      <Modal opened={setting} onClose={() => setSetting(false)} title={t`Set a price`}>
        <PriceForm product={product} prices={data ?? []} onDone={() => setSetting(false)} />
      </Modal>
    </Section>
  );
}

function PriceTable({ product, prices }: { product: ProductDetail; prices: BasePrice[] }) {
  const { t } = useLingui();
  const currency = useCurrency();
  const seesCosts = useMay()("cost.view");
  const places = new Map(useLocations().map((place) => [place.id, place]));
  const packagings = new Map(product.packagings.map((packaging) => [packaging.id, packaging.name]));
  const of = (row: BasePrice) => (row.packaging ? (packagings.get(row.packaging) ?? "-") : product.unit_code);
  const how = (row: BasePrice) =>
    row.kind === "MARKUP" && seesCosts && row.markup_percent
      ? t`Cost + ${percent(row.markup_percent)}`
      : row.kind === "MARKUP"
        ? t`Follows the cost`
        : t`Fixed`;
  const badges: Record<Period["state"], ReactNode> = {
    now: <StatusBadge tone="done">{t`Applies now`}</StatusBadge>,
    "to come": <StatusBadge tone="waiting">{t`To come`}</StatusBadge>,
    over: <StatusBadge tone="draft">{t`Over`}</StatusBadge>,
    replaced: <StatusBadge tone="draft">{t`Another one for now`}</StatusBadge>,
  };
  return (
    <Table.ScrollContainer type="native" tabIndex={0} minWidth={560}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th className="figure">{t`Price`}</Table.Th>
            <Table.Th>{t`For`}</Table.Th>
            <Table.Th>{t`Place`}</Table.Th>
            <Table.Th>{t`How`}</Table.Th>
            <Table.Th>{t`From`}</Table.Th>
            <Table.Th>{t`Until`}</Table.Th>
            <Table.Th>{t`State`}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {prices.map((row) => {
            const place = row.location ? places.get(row.location) : undefined;
            const { until, state } = periodOf(row, prices);
            return (
              <Table.Tr key={row.id}>
                <Table.Td className="figure">{price(row.price, currency)}</Table.Td>
                <Table.Td>{of(row)}</Table.Td>
                <Table.Td>{row.location ? (place?.name ?? "-") : t`Everywhere`}</Table.Td>
                <Table.Td>{how(row)}</Table.Td>
                <Table.Td>{dateTime(row.valid_from, place?.timezone)}</Table.Td>
                <Table.Td>{until ? dateTime(until, place?.timezone) : "-"}</Table.Td>
                <Table.Td>{badges[state]}</Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
