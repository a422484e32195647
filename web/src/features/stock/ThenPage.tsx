/** What was where at an instant, and what it was worth: as it is known today. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Select, TextInput } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { LinesTable } from "@/components/documents/LinesTable";
import { useLocationChoices, useLocationName } from "@/components/documents/refs";
import { useQueryState } from "@/components/list/state";
import { EmptyState } from "@/components/ui/EmptyState";
import { ProblemNotice } from "@/components/ui/Notice";
import { Figure, Figures, Page, Section } from "@/components/ui/Page";
import { Waiting } from "@/components/ui/Waiting";
import { answer, desk } from "@/lib/api";
import { amount, dateTime, money, quantity } from "@/lib/format";
import { useCurrency, useMay } from "@/lib/session";

const AT_MOST = 4;

/** Now, as a field of date and time writes it. */
function fieldNow(now: Date): string {
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export default function ThenPage() {
  const { t } = useLingui();
  const may = useMay();
  const [query, change] = useQueryState();
  const places = useLocationChoices();
  const [typed, setTyped] = useState(() => fieldNow(query.at ? new Date(query.at) : new Date()));
  const [first] = useState(() => new Date().toISOString());
  const at = query.at ?? first;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const instant = new Date(typed);
    if (!Number.isNaN(instant.getTime())) change({ at: instant.toISOString() });
  };
  return (
    <Page title={t`Stock on a day`}>
      <form onSubmit={submit}>
        <Group align="flex-end" gap="sm">
          <TextInput
            type="datetime-local"
            label={t`As of`}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Select
            label={t`Place`}
            placeholder={t`All places`}
            data={places}
            clearable
            value={query.location ?? null}
            onChange={(value) => change({ location: value ?? undefined })}
          />
          <Button type="submit">
            <Trans>Show stock</Trans>
          </Button>
        </Group>
      </form>
      {may("cost.view") && <Value at={at} location={query.location} />}
      <Items at={at} location={query.location} />
    </Page>
  );
}

interface Then {
  at: string;
  location: string | undefined;
}

function Value({ at, location }: Then) {
  const { t } = useLingui();
  const currency = useCurrency();
  const nameOf = useLocationName();
  const { data, error } = useQuery({
    queryKey: ["stock-then", "value", at, location],
    queryFn: ({ signal }) =>
      answer(desk.GET("/api/stock-as-of/value/", { params: { query: { at, ...(location && { location }) } }, signal })),
  });
  if (error) return <ProblemNotice error={error} />;
  if (!data) return <Waiting rows={3} label={t`Loading the value of stock`} />;
  return (
    <Figures>
      <Figure label={t`Value of stock`} value={money(data.value, currency)} note={t`as of ${dateTime(data.at)}`} />
      {data.locations.slice(0, AT_MOST - 1).map((one) => (
        <Figure
          key={one.location}
          label={nameOf(one.location) || t`On its way`}
          value={money(one.value, currency)}
          note={t`${String(one.items)} products`}
        />
      ))}
    </Figures>
  );
}

function Items({ at, location }: Then) {
  const { t } = useLingui();
  const may = useMay();
  const currency = useCurrency();
  const nameOf = useLocationName();
  const found = useInfiniteQuery({
    queryKey: ["stock-then", "items", at, location],
    queryFn: ({ pageParam, signal }) =>
      answer(
        desk.GET("/api/stock-as-of/", {
          params: { query: { at, ...(location && { location }), ...(pageParam && { after: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next ?? undefined,
  });
  if (found.error) return <ProblemNotice error={found.error} />;
  if (!found.data) return <Waiting label={t`Loading stock`} />;
  const rows = found.data.pages.flatMap((page) => page.results).map((row) => ({ ...row, id: row.stock_product }));
  if (rows.length === 0) {
    return (
      <Section>
        <EmptyState title={t`Nothing was in stock then`}>{t`Choose a later time or another place.`}</EmptyState>
      </Section>
    );
  }
  return (
    <Section title={t`What was there`}>
      <LinesTable
        label={t`What was there`}
        lines={rows}
        to={(row) => `/stock/${row.stock_product}`}
        cells={[
          { id: "place", header: t`Place`, cell: (row) => nameOf(row.location) || t`On its way` },
          { id: "quantity", header: t`Quantity`, figure: true, cell: (row) => quantity(row.quantity) },
          ...(may("cost.view")
            ? [
                {
                  id: "value",
                  header: t`Value (${currency})`,
                  figure: true,
                  cell: (row: (typeof rows)[number]) => amount(row.value, currency),
                },
              ]
            : []),
        ]}
      />
      {found.hasNextPage && (
        <Button mt="md" variant="default" loading={found.isFetchingNextPage} onClick={() => found.fetchNextPage()}>
          <Trans>Show more</Trans>
        </Button>
      )}
    </Section>
  );
}
