/** What is cheaper for a time: what runs, what comes, what waits for approval. */
import { useLingui as useWords } from "@lingui/react";
import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { Column } from "@/components/list/columns";
import { ListPage } from "@/components/list/ListPage";
import { StatusBadge } from "@/components/ui/StatusBadge";
import { count, dateTime } from "@/lib/format";
import { useCurrency, useMay } from "@/lib/session";
import { type Promotion, readPromotions } from "../api";
import { STATUSES, standing, termsWords } from "../words";

export default function PromotionsPage() {
  const { t } = useLingui();
  const { i18n } = useWords();
  const may = useMay();
  const currency = useCurrency();
  const stands = (row: Promotion) => standing(row, row.starts_at, row.ends_at);
  const until = (row: Promotion) => (row.ends_at ? dateTime(row.ends_at) : "-");
  const columns: Column<Promotion>[] = [
    { id: "name", header: t`Name`, cell: (row) => row.name, text: (row) => row.name },
    {
      id: "terms",
      header: t`What it does`,
      cell: (row) => termsWords(row, currency),
      text: (row) => termsWords(row, currency),
    },
    {
      id: "status",
      header: t`State`,
      narrow: true,
      cell: (row) => <StatusBadge tone={stands(row).tone}>{i18n._(stands(row).label)}</StatusBadge>,
      text: (row) => i18n._(stands(row).label),
    },
    {
      id: "from",
      header: t`From`,
      cell: (row) => dateTime(row.starts_at),
      text: (row) => row.starts_at,
    },
    { id: "until", header: t`Until`, cell: until, text: (row) => row.ends_at ?? "" },
    {
      id: "uses",
      header: t`Sales it was in`,
      figure: true,
      optional: true,
      cell: (row) => (row.use_limit ? `${count(row.uses)} / ${count(row.use_limit)}` : "-"),
      text: (row) => (row.use_limit ? String(row.uses) : ""),
    },
  ];
  const add = may("price.manage") && (
    <Button component={Link} to="/prices/promotions/new">
      <Trans>New promotion</Trans>
    </Button>
  );
  const statuses = Object.entries(STATUSES).map(([value, { label }]) => ({ value, label: i18n._(label) }));
  return (
    <ListPage
      id="promotions"
      title={t`Promotions`}
      columns={columns}
      filters={[
        { id: "status", label: t`State`, kind: "choice", options: statuses },
        { id: "is_active", label: t`Paused`, kind: "toggle", value: "false" },
      ]}
      read={readPromotions}
      rowKey={(row) => row.id}
      rowTo={(row) => `/prices/promotions/${row.id}`}
      primary={add}
      empty={{
        title: t`No promotions yet`,
        text: t`3 for 2, 20% off on Fridays, a coupon for new customers: draft the first and try it on past sales.`,
        action: add,
      }}
    />
  );
}
