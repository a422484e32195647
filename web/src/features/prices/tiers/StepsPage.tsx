/** What is paid for one unit from a quantity on. */

import { useLingui } from "@lingui/react/macro";
import { asQuery } from "@/components/list/state";
import { answer, desk } from "@/lib/api";
import { quantity } from "@/lib/format";
import type { StepPrice } from "../api";
import { TierList } from "./TierList";

export default function StepsPage() {
  const { t } = useLingui();
  return (
    <TierList<StepPrice>
      kind="step"
      title={t`Step prices`}
      own={{
        id: "quantity",
        header: t`From quantity`,
        figure: true,
        narrow: true,
        cell: (row) => quantity(row.min_quantity),
        text: (row) => row.min_quantity,
      }}
      read={(query, signal) => answer(desk.GET("/api/step-prices/", { params: { query: asQuery(query) }, signal }))}
      empty={t`Who takes more pays less a piece: from 10 on 0.90, from 50 on 0.80.`}
    />
  );
}
