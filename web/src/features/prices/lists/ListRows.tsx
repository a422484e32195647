/** The prices of a list. A draft is worked on like a till: scan or choose, type the price, Enter, the next one. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button, Table } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { ProductPick } from "@/components/pick/ProductPick";
import { EmptyState } from "@/components/ui/EmptyState";
import { Notice, ProblemNotice } from "@/components/ui/Notice";
import { Section } from "@/components/ui/Page";
import { ScanField } from "@/components/ui/ScanField";
import { toast } from "@/components/ui/toast";
import { answer, desk } from "@/lib/api";
import { isDecimal, isSame, plain } from "@/lib/decimals";
import { price } from "@/lib/format";
import { useActKey } from "@/lib/keys";
import { useCurrency } from "@/lib/session";
import { lookUp, type PriceList, type PriceListRow, setListRows, useFresh } from "../api";
import { focusRow, type GridRow, PriceGrid } from "../PriceGrid";
import { inWords } from "../problems";

interface Props {
  list: PriceList;
  rows: readonly PriceListRow[];
  isDraft: boolean;
}

export function ListRows({ list, rows, isDraft }: Props) {
  const { t } = useLingui();
  if (isDraft) return <Draft list={list} rows={rows} />;
  return (
    <Section title={t`Prices`}>
      <Shown rows={rows} />
    </Section>
  );
}

function Shown({ rows }: { rows: readonly PriceListRow[] }) {
  const { t } = useLingui();
  const currency = useCurrency();
  if (rows.length === 0) return <EmptyState title={t`There are no prices on it`} />;
  return (
    <Table.ScrollContainer type="native" tabIndex={0} minWidth={300}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t`Product`}</Table.Th>
            <Table.Th className="figure">{t`Price`}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.id}>
              <Table.Td>{row.product_name}</Table.Td>
              <Table.Td className="figure">{price(row.price, currency)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

type Row = GridRow & { packaging: string | null };

const rowKey = (product: string, packaging: string | null) => `${product}${packaging ?? ""}`;

const gridRow = (row: PriceListRow): Row => ({
  id: rowKey(row.product, row.packaging),
  product: row.product,
  packaging: row.packaging,
  name: row.product_name,
  sku: row.product_sku,
  now: row.price,
  value: plain(row.price),
});

function useDraft(list: PriceList, saved: readonly PriceListRow[]) {
  const fresh = useFresh("price-lists");
  const [rows, setRows] = useState<readonly Row[]>(() => saved.map(gridRow));
  const [gone, setGone] = useState<readonly Row[]>([]);
  const key = useActKey();
  const changed = rows.filter((row) => !isSame(row.value, row.now));
  const waiting = changed.length + gone.length;
  const save = useMutation({
    mutationFn: () => {
      const body = [
        ...gone.map((row) => ({ product: row.product, packaging: row.packaging, price: null })),
        ...changed.map((row) => ({ product: row.product, packaging: row.packaging, price: row.value })),
      ];
      return setListRows(list.id, body, key(body));
    },
    onSuccess: () => {
      key.done();
      setGone([]);
      setRows((now) => now.map((row) => ({ ...row, now: row.value })));
      return fresh();
    },
  });
  const touch = (work: (now: readonly Row[]) => readonly Row[]) => {
    setRows(work);
  };
  return {
    rows,
    waiting,
    isSound: changed.every((row) => isDecimal(row.value)),
    save,
    has: (id: string) => rows.some((row) => row.id === id),
    add: (row: Row) => touch((now) => (now.some((one) => one.id === row.id) ? now : [...now, row])),
    type: (id: string, value: string) => touch((now) => now.map((row) => (row.id === id ? { ...row, value } : row))),
    remove: (id: string) => {
      const row = rows.find((one) => one.id === id);
      if (row && row.now !== null) setGone((now) => [...now, row]);
      touch((now) => now.filter((one) => one.id !== id));
    },
  };
}

function Draft({ list, rows }: { list: PriceList; rows: readonly PriceListRow[] }) {
  const { t } = useLingui();
  const draft = useDraft(list, rows);
  const grid = useRef<HTMLTableElement>(null);
  const scan = useRef<HTMLInputElement>(null);
  const [latest, setLatest] = useState("");
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (latest) focusRow(grid.current, latest.split(" ")[0] ?? "");
  }, [latest]);
  const put = useMutation({
    mutationFn: async (asked: { code: string } | { product: string }) => {
      if ("product" in asked) {
        const params = { path: { id: asked.product } };
        return { product: await answer(desk.GET("/api/products/{id}/", { params })), packaging: null };
      }
      return lookUp(asked.code);
    },
    onSuccess: ({ product, packaging }) => {
      const id = rowKey(product.id, packaging?.id ?? null);
      const name = packaging ? `${product.name}, ${packaging.name}` : product.name;
      draft.add({
        id,
        product: product.id,
        packaging: packaging?.id ?? null,
        name,
        sku: product.sku,
        now: null,
        value: "",
      });
      setLatest(`${id} ${turn}`);
      setTurn(turn + 1);
    },
  });
  return (
    <Section
      title={t`Prices`}
      actions={
        <Button
          size="sm"
          disabled={draft.waiting === 0 || !draft.isSound}
          loading={draft.save.isPending}
          onClick={() => draft.save.mutate(undefined, { onSuccess: () => toast(t`The prices were saved.`) })}
        >
          <Plural value={draft.waiting} _0="Save prices" one="Save # price" other="Save # prices" />
        </Button>
      }
    >
      <div style={{ display: "grid", gap: "var(--space-3)", maxWidth: "40rem", marginBlockEnd: "var(--space-4)" }}>
        <ScanField
          ref={scan}
          label={t`Scan or type a code`}
          description={t`Then type its price; Enter goes to the next row.`}
          onScan={(code) => put.mutate({ code })}
        />
        <ProductPick
          key={turn}
          label={t`Or find it by name`}
          value={null}
          onChange={(product) => product && put.mutate({ product })}
        />
        <ProblemNotice error={inWords(put.error ?? draft.save.error)} />
        {!draft.isSound && (
          <Notice kind="warning">
            <Trans>Some rows have no price yet.</Trans>
          </Notice>
        )}
      </div>
      {draft.rows.length > 0 && (
        <PriceGrid
          label={t`Prices`}
          nowHeader={t`Saved`}
          valueHeader={t`Price`}
          rows={draft.rows}
          onChange={draft.type}
          onRemove={draft.remove}
          onPastEnd={() => scan.current?.focus()}
          gridRef={grid}
        />
      )}
    </Section>
  );
}
