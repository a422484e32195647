/** Revenue by day, as it was and as it would have been; loaded when it is looked at. */
import "@mantine/charts/styles.css";
import { useLingui } from "@lingui/react/macro";
import { LineChart } from "@mantine/charts";
import { useComputedColorScheme } from "@mantine/core";
import { amount, date } from "@/lib/format";
import type { Simulation } from "../api";

export default function DayChart({ found }: { found: Simulation }) {
  const { t } = useLingui();
  const isDark = useComputedColorScheme("light") === "dark";
  const before = t`Before`;
  const after = t`After`;
  const data = found.by_day.map((day) => ({
    day: date(day.date),
    // A chart draws numbers; every figure that is read as one stands in the table.
    [before]: Number(day.before.revenue),
    [after]: Number(day.after.revenue),
  }));
  return (
    <div role="img" aria-label={t`Revenue of ${found.by_day.length} days before and after, as a chart`}>
      <LineChart
        h={260}
        data={data}
        dataKey="day"
        withLegend
        withDots={data.length < 15}
        curveType="linear"
        valueFormatter={(value) => amount(String(value), found.currency)}
        series={[
          { name: before, color: isDark ? "#A5AEBC" : "#545C6B", strokeDasharray: "6 4" },
          { name: after, color: isDark ? "#6EA8FF" : "#1F5FBF" },
        ]}
        lineChartProps={{ accessibilityLayer: false }}
      />
    </div>
  );
}
