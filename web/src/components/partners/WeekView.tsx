/** A week as a table: what happens on each day, and when. */
import { Trans, useLingui } from "@lingui/react/macro";
import { SimpleTable } from "@/components/ui/SimpleTable";
import { busyDays, dayName, type Week } from "./week";

interface Props {
  week: Week;
  words: { orders: string; deliveries: string };
  label: string;
}

export function WeekView({ week, words, label }: Props) {
  const { t } = useLingui();
  const days = busyDays(week);
  const window = (from: string, to: string) => {
    if (from && to) return `${from}-${to}`;
    if (from) return t`from ${from}`;
    return to ? t`until ${to}` : t`Yes`;
  };
  if (days.length === 0) {
    return (
      <p style={{ color: "var(--muted)", margin: 0 }}>
        <Trans>No day is set. Nothing is planned.</Trans>
      </p>
    );
  }
  return (
    <SimpleTable
      label={label}
      head={[{ label: t`Day` }, { label: words.orders }, { label: words.deliveries }]}
      rows={days.map(([day, one]) => ({
        key: day,
        cells: [
          dayName(day),
          one.orders ? (one.deadline ? t`until ${one.deadline}` : t`Yes`) : "-",
          one.deliveries ? window(one.from, one.to) : "-",
        ],
      }))}
    />
  );
}
