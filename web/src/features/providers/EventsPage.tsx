/** Messages of providers; those that fit no payment, or do not agree with it, wait here for somebody to decide. */
import { useLingui as useCatalog } from "@lingui/react";
import { Trans, useLingui } from "@lingui/react/macro";
import { Anchor, Button, Drawer } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Column } from "@/components/list/columns";
import type { Filter } from "@/components/list/filters";
import { ListPage } from "@/components/list/ListPage";
import { Notice, ProblemNotice } from "@/components/ui/Notice";
import { Fact, Facts } from "@/components/ui/Page";
import { Pick } from "@/components/ui/Pick";
import { StatusBadge } from "@/components/ui/StatusBadge";
import { toast } from "@/components/ui/toast";
import { dateTime, money } from "@/lib/format";
import { useMay } from "@/lib/session";
import { type Event, matchEvent, readEvents, readIntents } from "./api";
import { fromMinor } from "./rules";
import { EVENT_STATES, STATUSES, saidWords } from "./words";

const figure = (row: Event) => {
  const value = fromMinor(row.minor, row.currency ?? "");
  return value === undefined ? "-" : money(value, row.currency ?? "");
};
const isWaiting = (row: Event) => row.state === "UNMATCHED" || row.state === "PARKED";

export default function EventsPage() {
  const { t } = useLingui();
  const { i18n } = useCatalog();
  const [opened, setOpened] = useState<Event>();
  const state = (row: Event) => EVENT_STATES[row.state ?? "RECEIVED"];
  const columns: Column<Event>[] = [
    { id: "when", header: t`When`, cell: (row) => dateTime(row.created_at), text: (row) => row.created_at },
    {
      id: "state",
      header: t`State`,
      narrow: true,
      cell: (row) => <StatusBadge tone={state(row).tone}>{i18n._(state(row).words)}</StatusBadge>,
      text: (row) => i18n._(state(row).words),
    },
    {
      id: "said",
      header: t`It says`,
      cell: (row) => (row.said ? saidWords(row.said) : row.type),
      text: (row) => row.said || row.type,
    },
    {
      id: "amount",
      header: t`Amount`,
      figure: true,
      narrow: true,
      cell: figure,
      text: (row) => String(row.minor ?? ""),
    },
    { id: "reference", header: t`Reference`, cell: (row) => row.reference || "-", text: (row) => row.reference ?? "" },
    {
      id: "payment",
      header: t`Payment`,
      cell: (row) =>
        row.intent ? (
          <Anchor component={Link} to={`/sales/providers/${row.intent}`}>
            {t`Open the payment`}
          </Anchor>
        ) : (
          "-"
        ),
      text: (row) => row.intent ?? "",
    },
  ];
  const filters: Filter[] = [
    {
      id: "state",
      label: t`State`,
      kind: "choice",
      options: Object.entries(EVENT_STATES).map(([value, told]) => ({ value, label: i18n._(told.words) })),
    },
  ];
  return (
    <>
      <ListPage
        id="payment-events"
        title={t`Messages of providers`}
        columns={columns}
        filters={filters}
        read={readEvents}
        rowKey={(row) => row.id}
        onOpen={setOpened}
        empty={{
          title: t`No messages yet`,
          text: t`What providers tell by themselves stands here, and what of it waits for a person.`,
        }}
      />
      <Drawer
        opened={opened !== undefined}
        onClose={() => setOpened(undefined)}
        title={t`Message of a provider`}
        size="md"
      >
        {opened && <EventShown event={opened} onDone={() => setOpened(undefined)} />}
      </Drawer>
    </>
  );
}

function EventShown({ event, onDone }: { event: Event; onDone: () => void }) {
  const { t } = useLingui();
  const may = useMay();
  const { i18n } = useCatalog();
  const state = EVENT_STATES[event.state ?? "RECEIVED"];
  return (
    <div style={{ display: "grid", gap: "var(--space-4)" }}>
      <Facts>
        <Fact term={t`State`}>
          <StatusBadge tone={state.tone}>{i18n._(state.words)}</StatusBadge>
        </Fact>
        <Fact term={t`It says`}>{saidWords(event.said)}</Fact>
        <Fact term={t`Amount`}>{figure(event)}</Fact>
        <Fact term={t`Reference`}>{event.reference || "-"}</Fact>
        <Fact term={t`Kind`}>{event.type}</Fact>
        <Fact term={t`Received`}>{dateTime(event.created_at)}</Fact>
        {event.occurred_at && <Fact term={t`Happened`}>{dateTime(event.occurred_at)}</Fact>}
      </Facts>
      {isWaiting(event) && (
        <Notice kind="warning" note={event.reason || undefined}>
          {event.state === "PARKED" ? (
            <Trans>
              It is about a payment, but tells another amount, currency or business than we know. Nothing was booked.
              Compare it with the provider's own page.
            </Trans>
          ) : (
            <Trans>
              No payment of this shop has this reference. Say which one it is about, or leave it: nothing was booked.
            </Trans>
          )}
        </Notice>
      )}
      {isWaiting(event) && may("payment.manage") && <Match event={event} onDone={onDone} />}
    </div>
  );
}

const FEW = "50";

function Match({ event, onDone }: { event: Event; onDone: () => void }) {
  const { t } = useLingui();
  const { i18n } = useCatalog();
  const cache = useQueryClient();
  const [intent, setIntent] = useState<string | null>(event.intent);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const load = async (search: string, signal: AbortSignal) => {
    const found = await readIntents({ page_size: FEW, account: event.account }, signal);
    return found.results
      .map((one) => ({
        value: one.id,
        label: [
          money(one.amount, one.currency),
          one.receipt_number ?? t`Cart`,
          dateTime(one.created_at),
          i18n._(STATUSES[one.status ?? "CREATED"].words),
        ].join(" · "),
      }))
      .filter((one) => one.label.toLowerCase().includes(search.toLowerCase()));
  };
  const act = async () => {
    if (!intent) return;
    setBusy(true);
    setError(undefined);
    try {
      await matchEvent(event.id, intent);
      await cache.invalidateQueries({ queryKey: ["payment-events"] });
      await cache.invalidateQueries({ queryKey: ["payment-intents"] });
      toast(t`The message belongs to the payment now.`);
      onDone();
    } catch (refused) {
      setError(refused);
      setBusy(false);
    }
  };
  return (
    <>
      <Pick
        kind="payment-intents"
        label={t`The payment that it is about`}
        placeholder={t`Amount, receipt or day`}
        value={intent}
        onChange={setIntent}
        load={load}
      />
      <ProblemNotice error={error} />
      <div>
        <Button disabled={!intent} loading={busy} onClick={act}>
          <Trans>Book it on this payment</Trans>
        </Button>
      </div>
    </>
  );
}
