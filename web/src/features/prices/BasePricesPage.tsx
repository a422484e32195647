/** The products' own prices, typed one after the other and saved together; each row tells what became of it. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { asQuery, useQueryState } from "@/components/list/state";
import { EmptyState } from "@/components/ui/EmptyState";
import { Notice, ProblemNotice } from "@/components/ui/Notice";
import { Page, Section } from "@/components/ui/Page";
import { StatusBadge } from "@/components/ui/StatusBadge";
import { Waiting } from "@/components/ui/Waiting";
import { answer, desk, idempotencyKey } from "@/lib/api";
import { isDecimal } from "@/lib/decimals";
import { useLocations } from "@/lib/names";
import { cursorOf } from "@/lib/pages";
import { asProblem } from "@/lib/problem";
import { asChoices, useGroups } from "@/lib/reference";
import { useMay } from "@/lib/session";
import { problemText } from "@/lib/words";
import { setBasePrice, useFresh } from "./api";
import { PriceGrid } from "./PriceGrid";
import { inWords } from "./problems";

interface Typed {
  value: string;
  /** Minted with what was typed: a repeat of the same save sets no second price. */
  key: string;
  error?: string | undefined;
  isSaved?: boolean;
}

export default function BasePricesPage() {
  const { t } = useLingui();
  const may = useMay();
  const [query, change] = useQueryState();
  const [typed, setTyped] = useState<ReadonlyMap<string, Typed>>(new Map());
  const place = query.place ?? null;
  const asked = {
    sort: "name",
    page_size: "50",
    ...(query.search ? { search: query.search } : {}),
    ...(query.group ? { group: query.group } : {}),
    ...(place ? { storefront: place } : {}),
    ...(query.cursor ? { cursor: query.cursor } : {}),
  };
  const { data, error, isPending } = useQuery({
    queryKey: ["products", "to-price", asked],
    queryFn: ({ signal }) => answer(desk.GET("/api/products/", { params: { query: asQuery(asked) }, signal })),
    placeholderData: keepPreviousData,
  });
  const save = useSave(typed, setTyped, place);
  const waiting = [...typed.values()].filter((one) => one.value && !one.isSaved);
  const isSound = waiting.every((one) => isDecimal(one.value));
  const rows = (data?.results ?? []).map((product) => ({
    id: product.id,
    product: product.id,
    name: product.name,
    sku: product.sku,
    now: product.price?.price ?? null,
    value: typed.get(product.id)?.value ?? "",
    error: typed.get(product.id)?.error,
    note: typed.get(product.id)?.isSaved && <StatusBadge tone="done">{t`Saved`}</StatusBadge>,
  }));
  const next = cursorOf(data?.next);
  const previous = cursorOf(data?.previous);
  return (
    <Page
      title={t`Base prices`}
      actions={
        may("price.manage") && (
          <Button disabled={waiting.length === 0 || !isSound} loading={save.isPending} onClick={() => save.mutate()}>
            <Plural value={waiting.length} _0="Save prices" one="Save # price" other="Save # prices" />
          </Button>
        )
      }
    >
      <Narrow query={query} change={change} isTyped={waiting.length > 0} />
      {!isSound && (
        <Notice kind="warning">
          <Trans>Some of what was typed is no price. Write numbers, such as 12.50.</Trans>
        </Notice>
      )}
      <ProblemNotice error={error} />
      {isPending && !error && <Waiting label={t`Loading the prices`} />}
      {data && rows.length === 0 && (
        <Section>
          <EmptyState title={t`Nothing matches`} />
        </Section>
      )}
      {rows.length > 0 && (
        <Section>
          <PriceGrid
            label={t`Base prices`}
            nowHeader={t`Price now`}
            valueHeader={t`New price`}
            rows={rows}
            onChange={(id, value) => setTyped((now) => new Map(now).set(id, { value, key: idempotencyKey() }))}
          />
        </Section>
      )}
      {(next || previous) && (
        <Group justify="flex-end">
          <Button variant="default" size="sm" disabled={!previous} onClick={() => change({ cursor: previous })}>
            <Trans>Previous page</Trans>
          </Button>
          <Button variant="default" size="sm" disabled={!next} onClick={() => change({ cursor: next })}>
            <Trans>Next page</Trans>
          </Button>
        </Group>
      )}
    </Page>
  );
}

type SetTyped = (work: (now: ReadonlyMap<string, Typed>) => ReadonlyMap<string, Typed>) => void;

/** Saves row by row: one that is refused keeps what was typed and tells why; the others are done. */
function useSave(typed: ReadonlyMap<string, Typed>, setTyped: SetTyped, place: string | null) {
  const fresh = useFresh("products");
  return useMutation({
    mutationFn: async () => {
      for (const [id, one] of typed) {
        if (!one.value || one.isSaved) continue;
        const tell = (told: Partial<Typed>) => setTyped((now) => new Map(now).set(id, { ...one, ...told }));
        try {
          await setBasePrice(id, { price: one.value, location: place }, one.key);
          tell({ value: "", isSaved: true, error: undefined });
        } catch (refused) {
          tell({ error: problemText(asProblem(inWords(refused))) });
        }
      }
    },
    onSettled: fresh,
  });
}

interface NarrowProps {
  query: Record<string, string>;
  change: (changes: Record<string, string | undefined>) => void;
  isTyped: boolean;
}

function Narrow({ query, change, isTyped }: NarrowProps) {
  const { t } = useLingui();
  const groups = useGroups().map((group) => ({ value: group.id, label: group.path }));
  const places = useLocations().filter((place) => place.kind === "STOREFRONT");
  const field = useRef<HTMLInputElement>(null);
  const search = useDebouncedCallback((text: string) => change({ search: text || undefined }), 250);
  return (
    <Group gap="sm" align="end">
      <TextInput
        ref={field}
        label={t`Find`}
        placeholder={t`Name, SKU, PLU or barcode`}
        leftSection={<IconSearch size={18} aria-hidden />}
        defaultValue={query.search ?? ""}
        onChange={(event) => search(event.currentTarget.value.trim())}
        style={{ flex: "1 1 14rem", maxWidth: "28rem" }}
      />
      {groups.length > 0 && (
        <Select
          label={t`Group (optional)`}
          data={groups}
          searchable
          clearable
          value={query.group ?? null}
          onChange={(group) => change({ group: group ?? undefined })}
        />
      )}
      {places.length > 1 && (
        <Select
          label={t`Prices of (optional)`}
          placeholder={t`Everywhere`}
          data={asChoices(places)}
          clearable
          disabled={isTyped}
          value={query.place ?? null}
          onChange={(place) => change({ place: place ?? undefined })}
        />
      )}
    </Group>
  );
}
