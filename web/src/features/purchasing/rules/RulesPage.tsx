/** When to buy a product again: below which figure, up to which, from whom. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Menu } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { read, send } from "@/components/documents/call";
import { useLocationChoices, useLocationName } from "@/components/documents/refs";
import type { Column } from "@/components/list/columns";
import { ListPage } from "@/components/list/ListPage";
import { Ask } from "@/components/ui/Ask";
import { StatusBadge } from "@/components/ui/StatusBadge";
import { toast } from "@/components/ui/toast";
import type { Schemas } from "@/lib/api";
import { quantity } from "@/lib/format";
import { useActKey } from "@/lib/keys";
import type { Rows } from "@/lib/pages";
import { useMay } from "@/lib/session";
import { RuleForm } from "./RuleForm";

export type Rule = Schemas["ReorderRule"];
export const RULES = "/api/reorder-rules/";

export default function RulesPage() {
  const { t } = useLingui();
  const may = useMay();
  const nameOf = useLocationName();
  const places = useLocationChoices();
  const [edited, setEdited] = useState<Rule | "new">();
  const [leaving, setLeaving] = useState<Rule>();
  const mayWrite = may("purchase.order");
  const columns: Column<Rule>[] = [
    { id: "product", header: t`Product`, cell: (row) => row.product_name, text: (row) => row.product_name },
    { id: "sku", header: t`SKU`, cell: (row) => row.product_sku, text: (row) => row.product_sku },
    { id: "place", header: t`Place`, cell: (row) => nameOf(row.location), text: (row) => nameOf(row.location) },
    {
      id: "point",
      header: t`Buy below`,
      figure: true,
      narrow: true,
      cell: (row) => quantity(row.reorder_point),
      text: (row) => row.reorder_point,
    },
    {
      id: "target",
      header: t`Up to`,
      figure: true,
      narrow: true,
      cell: (row) => quantity(row.target_qty),
      text: (row) => row.target_qty,
    },
    {
      id: "active",
      header: t`State`,
      cell: (row) =>
        row.is_active === false ? (
          <StatusBadge tone="draft">{t`Off`}</StatusBadge>
        ) : (
          <StatusBadge tone="done">{t`In use`}</StatusBadge>
        ),
      text: (row) => String(row.is_active),
    },
  ];
  const add = mayWrite && (
    <Button onClick={() => setEdited("new")}>
      <Trans>New rule</Trans>
    </Button>
  );
  return (
    <>
      <ListPage
        id="reorder-rules"
        title={t`Reorder rules`}
        columns={columns}
        filters={[
          { id: "location", label: t`Place`, kind: "choice", options: places },
          { id: "is_active", label: t`In use`, kind: "toggle" },
        ]}
        read={(query, signal) => read<Rows<Rule>>(RULES, query, signal)}
        rowKey={(row) => row.id}
        {...(mayWrite && {
          onOpen: (row: Rule) => setEdited(row),
          rowMenu: (row: Rule) => (
            <>
              <Menu.Item onClick={() => setEdited(row)}>
                <Trans>Change</Trans>
              </Menu.Item>
              <Menu.Item color="red" onClick={() => setLeaving(row)}>
                <Trans>Delete</Trans>
              </Menu.Item>
            </>
          ),
        })}
        primary={add}
        empty={{
          title: t`No reorder rules yet`,
          text: t`A rule says below which figure a product is bought again. The order board and the alerts go by it.`,
        }}
      />
      {edited && <RuleForm rule={edited === "new" ? undefined : edited} onDone={() => setEdited(undefined)} />}
      {leaving && <DeleteAsk rule={leaving} onDone={() => setLeaving(undefined)} />}
    </>
  );
}

function DeleteAsk({ rule, onDone }: { rule: Rule; onDone: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const key = useActKey();
  const remove = useMutation({
    mutationFn: () => send<void>("DELETE", `${RULES}${rule.id}/`, key),
    onSuccess: async () => {
      await client.invalidateQueries();
      toast(t`The rule of ${rule.product_name} is deleted.`);
      onDone();
    },
  });
  return (
    <Ask
      opened
      dangerous
      title={t`Delete the rule of ${rule.product_name}?`}
      act={t`Delete rule`}
      keep={t`Keep rule`}
      busy={remove.isPending}
      error={remove.error}
      onAct={() => remove.mutate()}
      onKeep={onDone}
    >
      <Trans>The order board then never proposes it. Orders that are written stay.</Trans>
    </Ask>
  );
}
