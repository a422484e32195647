/** Why a line was sold at its price: every price that was looked at, and what came off; cost where the role shows it. */
import { useLingui } from "@lingui/react/macro";
import { Drawer, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { reasonWords, sourceWords } from "@/components/prices/words";
import { ProblemNotice } from "@/components/ui/Notice";
import { Fact, Facts, Section } from "@/components/ui/Page";
import { SimpleTable } from "@/components/ui/SimpleTable";
import { Waiting } from "@/components/ui/Waiting";
import type { Schemas } from "@/lib/api";
import { amount, money, named, percent, price } from "@/lib/format";
import { lineQuery } from "./api";

type Sale = Schemas["Sale"];
type Line = Schemas["SaleItem"];
type Detail = Schemas["ItemDetail"];

interface Step {
  source: string;
  price: string;
  chosen: boolean;
  reason: string;
  label: string;
}

export function LineDrawer({ sale, line, onClose }: { sale: Sale; line: Line; onClose: () => void }) {
  const { t } = useLingui();
  const { data, error, isPending } = useQuery(lineQuery(sale.id, line.id));
  return (
    <Drawer opened onClose={onClose} title={t`Why this price: ${line.product_name}`} size="lg">
      <ProblemNotice error={error} />
      {isPending && !error && <Waiting rows={3} label={t`Loading the price`} />}
      {data && <Detailed detail={data} currency={sale.currency} />}
    </Drawer>
  );
}

function Detailed({ detail, currency }: { detail: Detail; currency: string }) {
  const { t } = useLingui();
  const steps = detail.waterfall as unknown as Step[];
  const figure = (value: string) => amount(value, currency);
  return (
    <div style={{ display: "grid", gap: "var(--space-4)" }}>
      <SimpleTable
        label={t`Prices that were looked at`}
        head={[{ label: t`Price that was looked at` }, { label: t`Unit price`, figure: true }]}
        rows={steps.map((step, at) => ({
          key: `${at} ${step.source}`,
          strong: step.chosen,
          cells: [
            <div key="what">
              {step.source === "BASE" ? sourceWords(step.source) : named(sourceWords(step.source), step.label)}
              <Text size="sm" c="dimmed">
                {reasonWords(step.reason)}
              </Text>
            </div>,
            price(step.price, currency),
          ],
        }))}
      />
      <Section title={t`From the price to the line`}>
        <Facts>
          <Fact term={t`Discount on the line`}>{figure(detail.line_discount)}</Fact>
          <Fact term={t`Promotions`}>{figure(detail.promotion_discount)}</Fact>
          <Fact term={t`Share of the discount on the whole`}>{figure(detail.order_discount_share)}</Fact>
          <Fact term={t`Without tax`}>{figure(detail.net)}</Fact>
          <Fact term={t`Tax ${percent(detail.tax_rate)}`}>{figure(detail.tax)}</Fact>
          <Fact term={t`With tax`}>{money(detail.gross, currency)}</Fact>
        </Facts>
      </Section>
      {detail.cost_amount !== undefined && (
        <Section title={t`What was earned`}>
          <Facts>
            <Fact term={t`Cost`}>{money(detail.cost_amount, currency)}</Fact>
            {detail.total_profit_amount !== undefined && (
              <Fact term={t`Profit`}>{money(detail.total_profit_amount, currency)}</Fact>
            )}
            {detail.profit_margin !== undefined && <Fact term={t`Margin`}>{percent(detail.profit_margin)}</Fact>}
          </Facts>
        </Section>
      )}
    </div>
  );
}
