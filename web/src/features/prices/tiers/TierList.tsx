/** Prices beside the base price, as a list: set anew, or ended now. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Menu, Modal } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { Column } from "@/components/list/columns";
import type { Filter } from "@/components/list/filters";
import { ListPage } from "@/components/list/ListPage";
import type { Query } from "@/components/list/state";
import { Ask } from "@/components/ui/Ask";
import { answer, desk } from "@/lib/api";
import { dateTime, price } from "@/lib/format";
import { useLocations } from "@/lib/names";
import type { Rows } from "@/lib/pages";
import { useCurrency, useMay } from "@/lib/session";
import { type GroupPrice, keyed, type StepPrice, useFresh } from "../api";
import { inWords } from "../problems";
import { TierForm } from "./TierForm";

interface Props<T> {
  kind: "group" | "step";
  title: string;
  own: Column<T>;
  filters?: readonly Filter[];
  read: (query: Query, signal: AbortSignal) => Promise<Rows<T>>;
  empty: string;
  bare?: boolean;
}

const endTier = (kind: "group" | "step", id: string): Promise<unknown> => {
  const params = { path: { id }, header: keyed() };
  return kind === "group"
    ? answer(desk.DELETE("/api/group-prices/{id}/", { params }))
    : answer(desk.DELETE("/api/step-prices/{id}/", { params }));
};

export function TierList<T extends GroupPrice | StepPrice>(props: Props<T>) {
  const { t } = useLingui();
  const { kind } = props;
  const mayPrice = useMay()("price.manage");
  const currency = useCurrency();
  const fresh = useFresh(`${kind}-prices`);
  const places = new Map(useLocations().map((place) => [place.id, place.name]));
  const [adding, setAdding] = useState(false);
  const [ending, setEnding] = useState<T>();
  const end = useMutation({
    mutationFn: (row: T) => endTier(kind, row.id),
    onSuccess: async () => {
      setEnding(undefined);
      await fresh();
    },
  });
  const place = (row: T) => (row.location ? (places.get(row.location) ?? "-") : t`Everywhere`);
  const columns: Column<T>[] = [
    { id: "product", header: t`Product`, cell: (row) => row.product_name, text: (row) => row.product_name },
    { id: "sku", header: t`SKU`, cell: (row) => row.product_sku, text: (row) => row.product_sku },
    props.own,
    {
      id: "price",
      header: t`Price`,
      figure: true,
      narrow: true,
      cell: (row) => price(row.price, currency),
      text: (row) => row.price,
    },
    { id: "place", header: t`Place`, cell: place, text: place },
    { id: "from", header: t`From`, cell: (row) => dateTime(row.valid_from), text: (row) => row.valid_from },
    {
      id: "until",
      header: t`Until`,
      cell: (row) => (row.valid_until ? dateTime(row.valid_until) : "-"),
      text: (row) => row.valid_until ?? "",
    },
  ];
  const add = mayPrice && (
    <Button onClick={() => setAdding(true)}>
      <Trans>Set a price</Trans>
    </Button>
  );
  return (
    <>
      <ListPage<T>
        id={`${kind}-prices`}
        title={props.title}
        columns={columns}
        filters={[...(props.filters ?? []), { id: "is_current", label: t`Applies now`, kind: "toggle" }]}
        read={props.read}
        rowKey={(row) => row.id}
        rowMenu={
          mayPrice ? (row) => <Menu.Item onClick={() => setEnding(row)}>{t`End this price`}</Menu.Item> : undefined
        }
        {...(props.bare ? { bare: true, above: <div>{add}</div> } : { primary: add })}
        empty={{ title: t`No such prices yet`, text: props.empty }}
      />
      <Modal opened={adding} onClose={() => setAdding(false)} title={t`Set a price`}>
        <TierForm kind={kind} onDone={() => setAdding(false)} />
      </Modal>
      <Ask
        opened={ending !== undefined}
        title={t`End the price of ${ending?.product_name ?? ""}?`}
        act={t`End this price`}
        keep={t`Keep it`}
        dangerous
        busy={end.isPending}
        error={inWords(end.error)}
        onAct={() => ending && end.mutate(ending)}
        onKeep={() => setEnding(undefined)}
      >
        <Trans>From now on the other prices apply. It stays in the list as history.</Trans>
      </Ask>
    </>
  );
}
