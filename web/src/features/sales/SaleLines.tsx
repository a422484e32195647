/** What was sold, line by line: what the price was, what came off, what tax is in it, and why the price was that. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Anchor, Button, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { Section } from "@/components/ui/Page";
import { SimpleTable } from "@/components/ui/SimpleTable";
import type { Schemas } from "@/lib/api";
import { amount, date, percent, price, quantity } from "@/lib/format";
import { LineDrawer } from "./LineDrawer";

type Sale = Schemas["Sale"];
type Line = Schemas["SaleItem"];

/** Whether a figure of the wire is nothing: "0", "0.00". */
export const isNothing = (value: string) => /^-?0*\.?0*$/.test(value);

export function SaleLines({ sale }: { sale: Sale }) {
  const { t } = useLingui();
  const [opened, setOpened] = useState<Line>();
  const { currency } = sale;
  const figure = (value: string) => amount(value, currency);
  const head = [
    { label: t`Product` },
    { label: t`Quantity`, figure: true },
    { label: t`Unit price`, figure: true },
    { label: t`Total (${currency})`, figure: true },
  ];
  const rows = sale.items.map((line) => ({
    key: line.id,
    cells: [
      <LineName key="name" line={line} onWhy={() => setOpened(line)} />,
      quantity(line.quantity),
      <LinePrice key="price" line={line} currency={currency} />,
      figure(line.total_price),
    ],
  }));
  return (
    <>
      <Section>
        <SimpleTable label={t`Lines`} head={head} rows={rows} />
      </Section>
      <Sums sale={sale} />
      {opened && <LineDrawer sale={sale} line={opened} onClose={() => setOpened(undefined)} />}
    </>
  );
}

function LineName({ line, onWhy }: { line: Line; onWhy: () => void }) {
  return (
    <>
      <Anchor component={Link} to={`/products/${line.product}`}>
        {line.product_name}
      </Anchor>
      <Text size="sm" c="dimmed">
        {line.product_sku} · <Trans>tax {percent(line.tax_rate)}</Trans>
        {line.serials.length > 0 && <> · {line.serials.join(", ")}</>}
        {line.warranty_until && (
          <>
            {" "}
            · <Trans>warranty until {date(line.warranty_until)}</Trans>
          </>
        )}
      </Text>
      <Button variant="subtle" size="compact-sm" px={0} onClick={onWhy}>
        <Trans>Why this price</Trans>
      </Button>
    </>
  );
}

function LinePrice({ line, currency }: { line: Line; currency: string }) {
  const off = [line.line_discount, line.promotion_discount, line.order_discount_share].filter(
    (value) => !isNothing(value),
  );
  return (
    <>
      {line.list_price !== line.unit_price && (
        <Text component="s" size="sm" c="dimmed" display="block">
          {price(line.list_price, currency)}
        </Text>
      )}
      {price(line.unit_price, currency)}
      {off.map((value, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: at most three, in their order
        <Text key={at} size="sm" c="dimmed">
          −{amount(value, currency)}
        </Text>
      ))}
    </>
  );
}

/** From the goods to the total: discounts, promotions, taxes by rate, rounding. */
function Sums({ sale }: { sale: Sale }) {
  const { t } = useLingui();
  const figure = (value: string) => amount(value, sale.currency);
  const rows = [
    { key: "goods", cells: [t`Goods`, figure(sale.subtotal)] },
    ...sale.promotions.map((one) => ({
      key: one.promotion,
      cells: [
        one.in_prices ? t`Promotion ${one.name} (in the prices already)` : t`Promotion ${one.name}`,
        figure(`-${one.amount}`),
      ],
    })),
  ];
  if (!isNothing(sale.discount_amount)) {
    const label = isNothing(sale.discount_percentage)
      ? t`Discount on the whole`
      : t`Discount on the whole, ${percent(sale.discount_percentage)}`;
    rows.push({ key: "discount", cells: [label, figure(`-${sale.discount_amount}`)] });
  }
  for (const tax of sale.taxes) {
    const label = sale.prices_include_tax
      ? t`Tax ${percent(tax.rate)} (in the prices), on ${figure(tax.base)}`
      : t`Tax ${percent(tax.rate)} on ${figure(tax.base)}`;
    rows.push({ key: `tax ${tax.code} ${tax.rate}`, cells: [label, figure(tax.tax)] });
  }
  if (!isNothing(sale.rounding_amount)) {
    rows.push({ key: "rounding", cells: [t`Rounding for cash`, figure(sale.rounding_amount)] });
  }
  const total = { key: "total", strong: true, cells: [t`Total`, figure(sale.total_amount)] };
  return (
    <div style={{ marginBlockStart: "var(--space-4)" }}>
      <Section title={t`How the total comes about`}>
        <SimpleTable
          label={t`How the total comes about`}
          head={[{ label: t`What` }, { label: t`Amount (${sale.currency})`, figure: true }]}
          rows={[...rows, total]}
        />
      </Section>
    </div>
  );
}
