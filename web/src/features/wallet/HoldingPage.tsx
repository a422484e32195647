/** One account: what may be spent of it, each entry that made it so, and blocking or correcting it. */
import { useLingui as useCatalog } from "@lingui/react";
import { Trans, useLingui } from "@lingui/react/macro";
import { Anchor, Button, Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { History } from "@/components/audit/History";
import type { Column } from "@/components/list/columns";
import { ListPage } from "@/components/list/ListPage";
import { ProblemNotice } from "@/components/ui/Notice";
import { Figure, Figures, Page, Section } from "@/components/ui/Page";
import { StatusBadge } from "@/components/ui/StatusBadge";
import { Waiting } from "@/components/ui/Waiting";
import { ENTRIES, holdingName, STATUSES, worth } from "@/components/wallet/words";
import { date } from "@/lib/format";
import { useMemberName } from "@/lib/names";
import { useMay } from "@/lib/session";
import { type Entry, type Holding, holdingQuery, readEntries } from "./api";
import { Change, type What } from "./Change";
import { ReloadForm } from "./ReloadForm";

export default function HoldingPage() {
  const { t } = useLingui();
  const { id } = useParams({ strict: false }) as { id: string };
  const { data, error, isPending } = useQuery(holdingQuery(id));
  if (data) return <HoldingShown holding={data} />;
  return (
    <Page title={t`Account`} back={{ to: "/sales/wallet", label: t`Gift cards and credit` }}>
      <ProblemNotice error={error} />
      {isPending && !error && <Waiting label={t`Loading the account`} />}
    </Page>
  );
}

function HoldingShown({ holding }: { holding: Holding }) {
  const { t } = useLingui();
  const { i18n } = useCatalog();
  const may = useMay();
  const [what, setWhat] = useState<What>();
  const [isLoading, setLoading] = useState(false);
  const status = STATUSES[holding.status];
  return (
    <Page
      title={holdingName(holding)}
      back={{ to: "/sales/wallet", label: t`Gift cards and credit` }}
      beside={<StatusBadge tone={status.tone}>{i18n._(status.words)}</StatusBadge>}
      actions={
        <>
          {may("wallet.issue") && holding.kind === "GIFT_CARD" && holding.status !== "BLOCKED" && (
            <Button onClick={() => setLoading(true)}>
              <Trans>Put money on the card</Trans>
            </Button>
          )}
          {may("wallet.adjust") && <Actions holding={holding} onAsk={setWhat} />}
        </>
      }
    >
      <Figures>
        <Figure label={t`Left to spend`} value={worth(holding.available, holding)} />
        <Figure label={t`In the books`} value={worth(holding.balance, holding)} />
        <Figure
          label={t`Last day`}
          value={holding.expires_on ? date(holding.expires_on) : "-"}
          note={holding.lapses_on && t`${worth(holding.lapses_amount, holding)} lapse after ${date(holding.lapses_on)}`}
        />
        {holding.customer && (
          <Figure label={t`Customer`} value={t`Open the customer`} to={`/customers/${holding.customer}`} search={{}} />
        )}
      </Figures>
      <Entries holding={holding} />
      {may("audit.view") && (
        <Section title={t`History`}>
          <History of={{ record: holding.id }} />
        </Section>
      )}
      {what && <Change holding={holding} what={what} onDone={() => setWhat(undefined)} />}
      <Modal opened={isLoading} onClose={() => setLoading(false)} title={t`Put money on the card`}>
        <ReloadForm holding={holding} onDone={() => setLoading(false)} />
      </Modal>
    </Page>
  );
}

function Actions({ holding, onAsk }: { holding: Holding; onAsk: (what: What) => void }) {
  return (
    <>
      <Button variant="default" onClick={() => onAsk("adjust")}>
        <Trans>Correct balance</Trans>
      </Button>
      {holding.status === "BLOCKED" ? (
        <Button variant="default" onClick={() => onAsk("unblock")}>
          <Trans>Unblock</Trans>
        </Button>
      ) : (
        <Button variant="default" onClick={() => onAsk("block")}>
          <Trans>Block</Trans>
        </Button>
      )}
    </>
  );
}

function Entries({ holding }: { holding: Holding }) {
  const { t } = useLingui();
  const { i18n } = useCatalog();
  const person = useMemberName();
  const columns: Column<Entry>[] = [
    { id: "kind", header: t`Entry`, cell: (row) => i18n._(ENTRIES[row.kind]), text: (row) => row.kind },
    { id: "day", header: t`Day`, cell: (row) => date(row.business_date), text: (row) => row.business_date },
    {
      id: "amount",
      header: t`Amount`,
      figure: true,
      narrow: true,
      cell: (row) => worth(row.amount, holding),
      text: (row) => row.amount,
    },
    {
      id: "after",
      header: t`Then in the books`,
      figure: true,
      narrow: true,
      cell: (row) => worth(row.balance_after, holding),
      text: (row) => row.balance_after,
    },
    { id: "for", header: t`For`, cell: (row) => <Source entry={row} />, text: (row) => row.source_type ?? "" },
    { id: "who", header: t`Who`, cell: (row) => person(row.user_id), text: (row) => person(row.user_id) },
    { id: "reference", header: t`Reference`, cell: (row) => row.reference || "-", text: (row) => row.reference ?? "" },
  ];
  return (
    <ListPage
      bare
      id={`wallet.${holding.id}.entries`}
      title={t`Entries`}
      columns={columns}
      read={readEntries(holding.id)}
      rowKey={(row) => row.id}
      empty={{ title: t`Nothing was booked yet`, text: t`What is put on the account and paid with it is listed here.` }}
    />
  );
}

/** The sale or refund that an entry is of. */
function Source({ entry }: { entry: Entry }) {
  const { t } = useLingui();
  if (!entry.source_id || !entry.source_type) return <>{t`By hand`}</>;
  const isSale = entry.source_type === "SALE";
  return (
    <Anchor component={Link} to={isSale ? `/sales/${entry.source_id}` : `/sales/refunds/${entry.source_id}`}>
      {isSale ? t`Open the sale` : t`Open the refund`}
    </Anchor>
  );
}
