/** Figure by figure: what the customer was charged, and what the books would have charged or make of it. */
import { useLingui } from "@lingui/react/macro";
import { SimpleTable } from "@/components/ui/SimpleTable";
import { isDecimal } from "@/lib/decimals";
import { percent, price } from "@/lib/format";
import { type Difference, fieldText } from "./differences";

interface Props {
  rows: readonly Difference[];
  currency: string;
  /** Names the table, where there are several. */
  label?: string;
}

export function Differences({ rows, currency, label }: Props) {
  const { t } = useLingui();
  const figure = (one: Difference, value: string) => {
    if (!isDecimal(value) || one.field === "lines") return value || "-";
    return one.field === "tax_rate" ? percent(value) : price(value, currency);
  };
  return (
    <SimpleTable
      label={label ?? t`What differs`}
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
  );
}
