/** What customers of a group pay for single products. */

import { useLingui } from "@lingui/react/macro";
import { asQuery } from "@/components/list/state";
import { answer, desk } from "@/lib/api";
import { asChoices, usePriceGroups } from "@/lib/reference";
import type { GroupPrice } from "../api";
import { TierList } from "./TierList";

export function GroupPrices() {
  const { t } = useLingui();
  const groups = asChoices(usePriceGroups());
  return (
    <TierList<GroupPrice>
      bare
      kind="group"
      title={t`Prices of customer groups`}
      own={{
        id: "group",
        header: t`Customer group`,
        narrow: true,
        cell: (row) => row.price_group_name,
        text: (row) => row.price_group_name,
      }}
      filters={
        groups.length > 0 ? [{ id: "price_group", label: t`Customer group`, kind: "choice", options: groups }] : []
      }
      read={(query, signal) => answer(desk.GET("/api/group-prices/", { params: { query: asQuery(query) }, signal }))}
      empty={t`A group pays its own price for a product, whatever its discount on all is.`}
    />
  );
}
