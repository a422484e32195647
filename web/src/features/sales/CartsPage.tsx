/** Carts that were not sold: open ones, held ones, and those that were given up. */
import { useLingui as useCatalog } from "@lingui/react";
import { Trans, useLingui } from "@lingui/react/macro";
import { Menu, Textarea } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Filter } from "@/components/list/filters";
import { ListPage } from "@/components/list/ListPage";
import { Ask } from "@/components/ui/Ask";
import { toast } from "@/components/ui/toast";
import type { Schemas } from "@/lib/api";
import { useCurrency, useMay } from "@/lib/session";
import { cancelCart, readSales } from "./api";
import { saleColumns, useSaleWords } from "./columns";
import { useCommonFilters } from "./filters";
import { STATUSES } from "./words";

type Sale = Schemas["ListedSale"];

const FIXED = { is_completed: "false" };
const SHOWN = new Set(["receipt", "when", "total", "status", "customer", "cashier", "shop"]);

export default function CartsPage() {
  const { t } = useLingui();
  const { i18n } = useCatalog();
  const may = useMay();
  const currency = useCurrency();
  const words = useSaleWords();
  const common = useCommonFilters().filter((filter) => !filter.id.startsWith("date_"));
  const [given, setGiven] = useState<Sale>();
  const statuses = (["DRAFT", "PENDING", "CANCELLED"] as const).map((value) => ({
    value,
    label: i18n._(STATUSES[value].words),
  }));
  const filters: Filter[] = [
    { id: "is_held", label: t`Held`, kind: "toggle" },
    { id: "status", label: t`Status`, kind: "choice", options: statuses },
    ...common,
  ];
  const menu = (row: Sale) => (
    <Menu.Item onClick={() => setGiven(row)}>
      <Trans>Give up this cart</Trans>
    </Menu.Item>
  );
  const columns = saleColumns(words, currency).filter((column) => SHOWN.has(column.id));
  return (
    <>
      <ListPage
        id="carts"
        title={t`Carts`}
        columns={columns.map((column) => ({ ...column, optional: false }))}
        filters={filters}
        read={readSales}
        fixed={FIXED}
        rowKey={(row) => row.id}
        rowTo={(row) => `/sales/${row.id}`}
        {...(may("sale.cancel") ? { rowMenu: (row: Sale) => (row.status === "DRAFT" ? menu(row) : null) } : {})}
        empty={{ title: t`No carts`, text: t`Carts that are held or were given up at a till stand here.` }}
      />
      {given && <GiveUp sale={given} onDone={() => setGiven(undefined)} />}
    </>
  );
}

export function GiveUp({ sale, onDone }: { sale: { id: string }; onDone: () => void }) {
  const { t } = useLingui();
  const cache = useQueryClient();
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const act = async () => {
    setBusy(true);
    try {
      await cancelCart(sale.id, reason.trim());
      await cache.invalidateQueries({ queryKey: ["carts"] });
      await cache.invalidateQueries({ queryKey: ["sales"] });
      toast(t`The cart is given up. Its stock is free again.`);
      onDone();
    } catch (refused) {
      setError(refused);
      setBusy(false);
    }
  };
  return (
    <Ask
      opened
      title={t`Give up this cart?`}
      act={t`Give up cart`}
      keep={t`Keep cart`}
      dangerous
      busy={busy}
      error={error}
      onAct={act}
      onKeep={onDone}
    >
      <Textarea
        label={t`Reason (optional)`}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        maxLength={200}
      />
    </Ask>
  );
}
