/** Products with what doesn't fit about them: what can't be sold, found or counted, and where it is mended. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Anchor, Button, Checkbox, Group } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { asQuery, useQueryState } from "@/components/list/state";
import { EmptyState } from "@/components/ui/EmptyState";
import { ProblemNotice } from "@/components/ui/Notice";
import { Page, Section } from "@/components/ui/Page";
import { Waiting } from "@/components/ui/Waiting";
import { answer, desk } from "@/lib/api";
import { cursorOf } from "@/lib/pages";
import { readProducts } from "./api";
import { Findings } from "./Findings";

const PAGE = "100";

async function readChecked(cursor: string | undefined) {
  const query = { page_size: PAGE, ...(cursor ? { cursor } : {}) };
  const page = await answer(desk.GET("/api/products/validation/", { params: { query: asQuery(query) } }));
  const found = page.results.filter((row) => row.findings.length > 0);
  const products = found.length
    ? (await readProducts({ ids: found.map((row) => row.product).join(","), page_size: PAGE })).results
    : [];
  const names = new Map(products.map((product) => [product.id, product.name]));
  return { ...page, read: page.results.length, found: found.map((row) => ({ ...row, name: names.get(row.product) })) };
}

export default function ChecksPage() {
  const { t } = useLingui();
  const [query, change] = useQueryState();
  const onlyErrors = query.severity === "error";
  const { data, error, isPending } = useQuery({
    queryKey: ["products", "checks", query.cursor ?? ""],
    queryFn: () => readChecked(query.cursor),
    placeholderData: keepPreviousData,
  });
  const next = cursorOf(data?.next);
  const previous = cursorOf(data?.previous);
  const rows = (data?.found ?? []).filter((row) => !onlyErrors || !row.is_consistent);
  const shown = rows.length;
  const read = data?.read ?? 0;
  return (
    <Page title={t`Checks`} back={{ to: "/products", label: t`Products` }}>
      <Checkbox
        label={t`Only what stops selling`}
        checked={onlyErrors}
        onChange={(event) =>
          change({ cursor: query.cursor, severity: event.currentTarget.checked ? "error" : undefined })
        }
      />
      <ProblemNotice error={error} />
      {isPending && !error && <Waiting label={t`Checking the products`} />}
      {data && shown === 0 && (
        <Section>
          <EmptyState title={t`All is in order`}>
            <Trans>None of the {read} products that were checked here needs anything.</Trans>
          </EmptyState>
        </Section>
      )}
      {rows.map((row) => (
        <Section key={row.product}>
          <Anchor component={Link} to={`/products/${row.product}`} fw={600} mb="xs" display="inline-block" py={4}>
            {row.name ?? row.sku} · {row.sku}
          </Anchor>
          <Findings product={row.product} findings={row.findings} />
        </Section>
      ))}
      {(next || previous || query.cursor) && (
        <Group justify="flex-end">
          <Button
            variant="default"
            size="sm"
            disabled={!previous}
            onClick={() => change({ ...query, cursor: previous })}
          >
            <Trans>Previous page</Trans>
          </Button>
          <Button variant="default" size="sm" disabled={!next} onClick={() => change({ ...query, cursor: next })}>
            <Trans>Next page</Trans>
          </Button>
        </Group>
      )}
    </Page>
  );
}
