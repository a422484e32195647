/** Who did what, when and where, told in words. */
import { useLingui as useCatalog } from "@lingui/react";
import { useLingui } from "@lingui/react/macro";
import { Anchor, Drawer } from "@mantine/core";
import { Link, Navigate } from "@tanstack/react-router";
import { useState } from "react";
import { Subjects, type ToldEvent, withSubjects } from "@/components/audit/About";
import { eventFacts } from "@/components/audit/facts";
import { EVENTS, eventWords } from "@/components/audit/words";
import type { Column } from "@/components/list/columns";
import type { Filter } from "@/components/list/filters";
import { ListPage } from "@/components/list/ListPage";
import { asQuery, type Query } from "@/components/list/state";
import { Fact, Facts } from "@/components/ui/Page";
import { answer, desk } from "@/lib/api";
import { dateTime, named } from "@/lib/format";
import { useLocationName, useLocations, useMemberName, usePeople } from "@/lib/names";
import { useCurrency, useMay } from "@/lib/session";

/** Nobody did it: what the program does by itself. */
const ITSELF = "OptimaPOS";

const DAY = 86_400_000;

/** The days of the address as instants: from the first minute of one to the last of the other, as this device counts. */
function asked({ from_day, to_day, ...query }: Query): Query {
  const start = (day: string) => new Date(`${day}T00:00:00`);
  return {
    ...query,
    ...(from_day ? { since: start(from_day).toISOString() } : {}),
    ...(to_day ? { until: new Date(start(to_day).getTime() + DAY).toISOString() } : {}),
  };
}

const readFor = (may: (capability: string) => boolean) => async (query: Query, signal: AbortSignal) => {
  const page = await answer(desk.GET("/api/audit-logs/", { params: { query: asQuery(asked(query)) }, signal }));
  return { ...page, results: await withSubjects(page.results, may, signal) };
};

const factsText = (row: ToldEvent, currency: string) =>
  eventFacts(row.event_data, currency)
    .map(([term, value]) => named(term, value))
    .join(" · ");
const told = (row: ToldEvent, currency: string) =>
  [...row.subjects.map((one) => one.name), factsText(row, currency)].filter(Boolean).join(" · ");

export default function AuditPage() {
  const may = useMay();
  if (may("audit.view")) return <Audit />;
  const place = may("sale.import") ? "offline" : may("data.import") ? "imports" : "exports";
  return <Navigate to={`/activity/${place}`} replace />;
}

function Audit() {
  const { t } = useLingui();
  const { i18n } = useCatalog();
  const place = useLocationName();
  const places = useLocations();
  const person = useMemberName();
  const people = usePeople();
  const currency = useCurrency();
  const read = readFor(useMay());
  const [opened, setOpened] = useState<ToldEvent>();
  const who = (row: ToldEvent) => (row.user ? person(row.user) : ITSELF);
  const when = (row: ToldEvent) => dateTime(row.timestamp ?? "");
  const columns: Column<ToldEvent>[] = [
    {
      id: "what",
      header: t`What`,
      cell: (row) => eventWords(row.event_type, row.event_data),
      text: (row) => eventWords(row.event_type, row.event_data),
    },
    { id: "when", header: t`When`, cell: when, text: (row) => row.timestamp ?? "", narrow: true },
    { id: "who", header: t`Who`, cell: who, text: who, narrow: true },
    { id: "where", header: t`Where`, cell: (row) => place(row.location), text: (row) => place(row.location) },
    {
      id: "told",
      header: t`In particular`,
      cell: (row) => <Particulars of={row} currency={currency} />,
      text: (row) => told(row, currency),
    },
  ];
  const kinds = Object.entries(EVENTS)
    .map(([value, words]) => ({ value, label: i18n._(words) }))
    .sort((one, other) => one.label.localeCompare(other.label));
  const named = (search: string) => kinds.filter((one) => one.label.toLowerCase().includes(search.toLowerCase()));
  const filters: Filter[] = [
    {
      id: "event_type",
      label: t`What`,
      kind: "pick",
      load: async (search) => named(search),
      name: async (value) => eventWords(value),
    },
    {
      id: "user",
      label: t`Who`,
      kind: "choice",
      options: people.map((one) => ({ value: one.user, label: one.name })),
    },
    { id: "from_day", label: t`From day`, kind: "date" },
    { id: "to_day", label: t`To day`, kind: "date" },
    {
      id: "location",
      label: t`Where`,
      kind: "choice",
      options: places.map((one) => ({ value: one.id, label: one.name })),
    },
    {
      id: "search",
      label: t`Area`,
      kind: "choice",
      options: [
        { value: "sale", label: t`Sales and carts` },
        { value: "payment.", label: t`Payments` },
        { value: "approval.", label: t`Approvals` },
        { value: "customer", label: t`Customers` },
        { value: "price.", label: t`Prices` },
        { value: "product", label: t`Products` },
        { value: "stock", label: t`Stock` },
        { value: "supplier", label: t`Suppliers` },
        { value: "document", label: t`Documents` },
        { value: "member.", label: t`People` },
        { value: "role.", label: t`Roles` },
        { value: "terminal.", label: t`Tills` },
        { value: "business.", label: t`Business` },
      ],
    },
  ];
  return (
    <>
      <ListPage
        id="audit"
        title={t`Activity`}
        columns={columns}
        filters={filters}
        read={read}
        rowKey={(row) => row.id}
        onOpen={setOpened}
        empty={{ title: t`Nothing happened yet`, text: t`Whatever is done here is written down: who, what and when.` }}
      />
      <Drawer
        opened={opened !== undefined}
        onClose={() => setOpened(undefined)}
        title={opened && eventWords(opened.event_type, opened.event_data)}
      >
        {opened && <EventFacts event={opened} />}
      </Drawer>
    </>
  );
}

function Particulars({ of, currency }: { of: ToldEvent; currency: string }) {
  const facts = factsText(of, currency);
  return (
    <>
      <Subjects of={of.subjects} />
      {of.subjects.length > 0 && facts && " · "}
      {facts || (of.subjects.length === 0 && "-")}
    </>
  );
}

function EventFacts({ event }: { event: ToldEvent }) {
  const { t } = useLingui();
  const place = useLocationName();
  const person = useMemberName();
  const currency = useCurrency();
  return (
    <Facts>
      <Fact term={t`When`}>{dateTime(event.timestamp ?? "")}</Fact>
      <Fact term={t`Who`}>{event.user ? person(event.user) : ITSELF}</Fact>
      <Fact term={t`Where`}>{place(event.location)}</Fact>
      {event.subjects.length > 0 && (
        <Fact term={t`About`}>
          <Subjects of={event.subjects} />
        </Fact>
      )}
      {eventFacts(event.event_data, currency).map(([term, value]) => (
        <Fact key={term} term={term}>
          {value}
        </Fact>
      ))}
      {event.description && <Fact term={t`Note`}>{event.description}</Fact>}
      {event.sale && (
        <Fact term={t`Sale`}>
          <Anchor component={Link} to={`/sales/${event.sale}`}>{t`Open the sale`}</Anchor>
        </Fact>
      )}
      {event.ip_address && <Fact term={t`Network address`}>{event.ip_address}</Fact>}
      {event.user_agent && <Fact term={t`Browser`}>{event.user_agent}</Fact>}
    </Facts>
  );
}
