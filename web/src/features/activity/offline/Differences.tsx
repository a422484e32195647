/** Figure by figure: what the customer was charged, and what the books would have charged or make of it. */
import { useLingui } from "@lingui/react/macro";
import { Section } from "@/components/ui/Page";
import { SimpleTable } from "@/components/ui/SimpleTable";
import { isDecimal } from "@/lib/decimals";
import { percent, price } from "@/lib/format";
import { useCurrency } from "@/lib/session";
import { type Difference, differencesOf, type OfflineSale } from "./api";
import { fieldText } from "./words";

export function Differences({ row }: { row: OfflineSale }) {
  const { t } = useLingui();
  const currency = useCurrency();
  const rows = differencesOf(row);
  if (rows.length === 0) return null;
  const figure = (one: Difference, value: string) => {
    if (!isDecimal(value) || one.field === "lines") return value || "-";
    return one.field === "tax_rate" ? percent(value) : price(value, currency);
  };
  return (
    <Section title={t`What differs`}>
      <SimpleTable
        label={t`What differs`}
        head={[
          { label: t`Line` },
          { label: t`Figure` },
          { label: t`On the receipt`, figure: true },
          { label: t`By the books`, figure: true },
        ]}
        rows={rows.map((one, at) => ({
          key: `${at} ${one.line} ${one.field}`,
          cells: [
            one.line === 0 ? t`Whole sale` : one.line,
            fieldText(one.field),
            figure(one, one.charged),
            figure(one, one.ours),
          ],
        }))}
      />
    </Section>
  );
}
