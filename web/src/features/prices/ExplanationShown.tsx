/** A price with its waterfall: the ways to it as rows, marked taken or not, and what comes off the basket. */
import { useLingui } from "@lingui/react/macro";
import { Table } from "@mantine/core";
import { reasonWords, sourceWords } from "@/components/prices/words";
import { Notice } from "@/components/ui/Notice";
import { Figure, Figures, Section } from "@/components/ui/Page";
import { StatusBadge } from "@/components/ui/StatusBadge";
import { minus } from "@/lib/decimals";
import { money, named, percent, price, quantity } from "@/lib/format";
import { useBusiness } from "@/lib/session";
import type { Explanation } from "./api";

export function ExplanationShown({ found }: { found: Explanation }) {
  const { t } = useLingui();
  const isStrict = useBusiness()?.price_policy === "STRICT_PRIORITY";
  const tax = percent(found.tax_rate);
  const list = price(found.list_price, found.currency);
  const amounts = quantity(found.quantity);
  return (
    <>
      <Figures>
        <Figure
          label={t`Price of one`}
          value={price(found.unit_price, found.currency)}
          note={found.list_price === found.unit_price ? undefined : t`instead of ${list}`}
        />
        <Figure
          label={t`To pay for ${amounts}`}
          value={price(found.basket.total, found.currency)}
          note={found.includes_tax ? t`with ${tax} tax` : t`without tax (${tax})`}
        />
        {found.unit_cost && (
          <Figure label={t`Cost`} value={price(found.unit_cost, found.currency)} note={t`without tax`} />
        )}
        {found.margin && (
          <Figure
            label={t`Margin`}
            value={percent(found.margin)}
            note={found.profit ? t`${money(found.profit, found.currency)} of each` : undefined}
          />
        )}
      </Figures>
      <Flags found={found} />
      <Section title={isStrict ? t`The first that applies is taken` : t`The lowest that applies is taken`}>
        <Steps found={found} />
      </Section>
      <Basket found={found} />
    </>
  );
}

function Flags({ found }: { found: Explanation }) {
  const { t } = useLingui();
  if (found.flags.includes("FLOOR_RAISED")) {
    return <Notice kind="warning">{t`It was below the lowest price of the product, so it was raised to that.`}</Notice>;
  }
  if (found.flags.includes("BELOW_FLOOR")) {
    return <Notice kind="warning">{t`It is below the lowest price of the product, which you may go below.`}</Notice>;
  }
  return null;
}

/** Names that people gave, such as a promotion's, are told as they are; the rest in the reader's language. */
function useStepName() {
  const { t } = useLingui();
  return (step: Explanation["steps"][number]) => {
    const told = /^(?:Promotion|Price list|Price for) (.+)$/.exec(step.label);
    const name = told?.[1];
    const from = /^Step price from ([\d.]+)/.exec(step.label)?.[1];
    if (from) return t`Step price from ${quantity(from)} on`;
    if (name && step.label.startsWith("Price list")) return t`Price list ${name}`;
    const kind = sourceWords(step.source);
    return name ? named(kind, name) : kind;
  };
}

function Steps({ found }: { found: Explanation }) {
  const { t } = useLingui();
  const nameOf = useStepName();
  return (
    <Table.ScrollContainer type="native" tabIndex={0} minWidth={480}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t({ message: "Taken", context: "a price" })}</Table.Th>
            <Table.Th>{t`Price from`}</Table.Th>
            <Table.Th className="figure">{t`Price`}</Table.Th>
            <Table.Th className="figure">{t`Difference`}</Table.Th>
            <Table.Th>{t`Why`}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {found.steps.map((step) => (
            <Table.Tr key={`${step.source} ${step.reference} ${step.label}`} fw={step.chosen ? 600 : undefined}>
              <Table.Td>
                <StatusBadge tone={step.chosen ? "done" : "draft"}>{step.chosen ? t`Yes` : t`No`}</StatusBadge>
              </Table.Td>
              <Table.Td>{nameOf(step)}</Table.Td>
              <Table.Td className="figure">{price(step.price, found.currency)}</Table.Td>
              <Table.Td className="figure">
                {step.chosen ? "-" : price(minus(step.price, found.unit_price), found.currency)}
              </Table.Td>
              <Table.Td>{reasonWords(step.reason)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Basket({ found }: { found: Explanation }) {
  const { t } = useLingui();
  const { promotions, passed } = found.basket;
  if (promotions.length + passed.length === 0) return null;
  return (
    <Section title={t`Promotions of the whole basket`}>
      <ul style={{ margin: 0, paddingInlineStart: "1.25rem" }}>
        {promotions.map((row) => (
          <li key={row.promotion}>
            {row.name}: {t`${price(row.amount, found.currency)} off`}
          </li>
        ))}
        {passed.map((row) => (
          <li key={row.promotion}>
            {row.name}: {reasonWords(row.reason)}
          </li>
        ))}
      </ul>
    </Section>
  );
}
