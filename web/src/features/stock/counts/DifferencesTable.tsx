/** Where the count and the books differ, by product. */
import { useLingui } from "@lingui/react/macro";
import { LinesTable, type TextCell } from "@/components/documents/LinesTable";
import { EmptyState } from "@/components/ui/EmptyState";
import { Section } from "@/components/ui/Page";
import type { Schemas } from "@/lib/api";
import { amount, quantity } from "@/lib/format";
import type { Differences } from "./api";

type Row = Schemas["Difference"] & { id: string };

export function DifferencesTable({ found, currency }: { found: Differences; currency: string }) {
  const { t } = useLingui();
  if (found.lines.length === 0) {
    return (
      <Section title={t`Differences`}>
        <EmptyState title={t`No differences`}>{t`What is counted so far is as the books say.`}</EmptyState>
      </Section>
    );
  }
  const rows: Row[] = found.lines.map((line) => ({ ...line, id: line.line }));
  const pieces = (line: Row) =>
    [
      line.missing_serials.length > 0 && t`missing ${line.missing_serials.join(", ")}`,
      line.found_serials.length > 0 && t`found ${line.found_serials.join(", ")}`,
    ]
      .filter(Boolean)
      .join("; ");
  const cells: TextCell<Row>[] = [
    { id: "expected", header: t`Books`, figure: true, cell: (line) => quantity(line.expected_quantity) },
    { id: "counted", header: t`Counted`, figure: true, cell: (line) => quantity(line.counted_quantity) },
    {
      id: "difference",
      header: t`Difference`,
      figure: true,
      cell: (line) => `${line.difference.startsWith("-") ? "" : "+"}${quantity(line.difference)}`,
    },
    ...(rows.some((line) => pieces(line))
      ? [{ id: "serials", header: t`Serial numbers`, cell: (line: Row) => pieces(line) || "-" }]
      : []),
    ...(found.net_value !== undefined
      ? [
          {
            id: "value",
            header: t`Value (${currency})`,
            figure: true,
            cell: (line: Row) => amount(line.value, currency),
          },
        ]
      : []),
  ];
  const totals = cells.map((cell) => (cell.id === "value" ? amount(found.net_value, currency) : ""));
  return (
    <Section title={t`Differences`}>
      <LinesTable
        label={t`Differences`}
        lines={rows}
        cells={cells}
        {...(found.net_value !== undefined && { totals })}
      />
    </Section>
  );
}
