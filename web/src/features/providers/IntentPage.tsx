/** One payment through a provider: where it stands, what its provider told, and giving it back where it pays for nothing. */
import { useLingui as useCatalog } from "@lingui/react";
import { Trans, useLingui } from "@lingui/react/macro";
import { Anchor, Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { methodWords } from "@/components/tenders";
import { Ask } from "@/components/ui/Ask";
import { Notice, ProblemNotice } from "@/components/ui/Notice";
import { Fact, Facts, Figure, Figures, Page, Section, TwoColumns } from "@/components/ui/Page";
import { SimpleTable } from "@/components/ui/SimpleTable";
import { StatusBadge } from "@/components/ui/StatusBadge";
import { toast } from "@/components/ui/toast";
import { Waiting } from "@/components/ui/Waiting";
import { count, dateTime, money } from "@/lib/format";
import { useLocationName, useLocations, useMemberName } from "@/lib/names";
import { useMay } from "@/lib/session";
import { eventsOfQuery, giveBack, type Intent, intentQuery } from "./api";
import { fromMinor } from "./rules";
import { EVENT_STATES, OUTCOMES, PROVIDERS, STATUSES, saidWords } from "./words";

export default function IntentPage() {
  const { t } = useLingui();
  const { id } = useParams({ strict: false }) as { id: string };
  const { data, error, isPending } = useQuery(intentQuery(id));
  if (data) return <IntentShown intent={data} />;
  return (
    <Page title={t`Payment`} back={{ to: "/sales/providers", label: t`Payments through providers` }}>
      <ProblemNotice error={error} />
      {isPending && !error && <Waiting label={t`Loading the payment`} />}
    </Page>
  );
}

function IntentShown({ intent }: { intent: Intent }) {
  const { t } = useLingui();
  const { i18n } = useCatalog();
  const told = money(intent.amount, intent.currency);
  const status = STATUSES[intent.status ?? "CREATED"];
  const outcome = intent.outcome ? OUTCOMES[intent.outcome] : undefined;
  return (
    <Page
      title={intent.kind === "REFUND" ? t`${told} given back` : t`Payment of ${told}`}
      back={{ to: "/sales/providers", label: t`Payments through providers` }}
      beside={<StatusBadge tone={status.tone}>{i18n._(status.words)}</StatusBadge>}
    >
      {intent.outcome === "UNAPPLIED" && <Unapplied intent={intent} />}
      {intent.error_words && (
        <Notice kind={intent.status === "FAILED" ? "danger" : "info"} note={intent.error_code || undefined}>
          {intent.error_words}
        </Notice>
      )}
      <Figures>
        <Figure label={t`Amount`} value={told} />
        <Figure label={t`What became of it`} value={outcome ? i18n._(outcome.words) : "-"} />
      </Figures>
      <TwoColumns aside={<IntentFacts intent={intent} />}>
        <Events intent={intent} />
      </TwoColumns>
    </Page>
  );
}

function Unapplied({ intent }: { intent: Intent }) {
  const { t } = useLingui();
  const may = useMay();
  const cache = useQueryClient();
  const [isAsked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const told = money(intent.amount, intent.currency);
  const act = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await giveBack(intent.id);
      await cache.invalidateQueries({ queryKey: ["payment-intents"] });
      toast(t`The provider is asked to give ${told} back.`);
      setAsked(false);
    } catch (refused) {
      setError(refused);
    }
    setBusy(false);
  };
  return (
    <Notice
      kind="warning"
      actions={
        may("payment.manage") && (
          <Button size="sm" onClick={() => setAsked(true)}>
            <Trans>Give {told} back</Trans>
          </Button>
        )
      }
    >
      <Trans>The customer paid {told} after the sale was given up, or twice. It pays for nothing here.</Trans>
      <Ask
        opened={isAsked}
        title={t`Give ${told} back?`}
        act={t`Give ${told} back`}
        keep={t`Leave it as it is`}
        busy={busy}
        error={error}
        onAct={act}
        onKeep={() => setAsked(false)}
      >
        <Trans>The provider sends it back the way it came. That can't be stopped.</Trans>
      </Ask>
    </Notice>
  );
}

function Events({ intent }: { intent: Intent }) {
  const { t } = useLingui();
  const { i18n } = useCatalog();
  const { data, error } = useQuery(eventsOfQuery(intent.id));
  const zone = useLocations().find((one) => one.id === intent.storefront)?.timezone;
  const figure = (minor: number | null | undefined, currency: string) => {
    const value = fromMinor(minor, currency);
    return value === undefined ? "-" : money(value, currency);
  };
  return (
    <Section title={t`What the provider told`}>
      <ProblemNotice error={error} />
      {!data && !error && <Waiting rows={2} label={t`Loading the messages`} />}
      {data && data.results.length === 0 && (
        <p>
          {intent.provider === "MANUAL" ? (
            <Trans>This machine is beside the till and sends nothing: the cashier tells what it said.</Trans>
          ) : (
            <Trans>The provider sent no message of it. It is asked from time to time.</Trans>
          )}
        </p>
      )}
      {data && data.results.length > 0 && (
        <SimpleTable
          label={t`What the provider told`}
          head={[{ label: t`When` }, { label: t`It says` }, { label: t`State` }, { label: t`Amount`, figure: true }]}
          rows={data.results.map((one) => ({
            key: one.id,
            cells: [
              dateTime(one.created_at, zone),
              one.said ? saidWords(one.said) : one.type,
              <StatusBadge key="state" tone={EVENT_STATES[one.state ?? "RECEIVED"].tone}>
                {i18n._(EVENT_STATES[one.state ?? "RECEIVED"].words)}
              </StatusBadge>,
              figure(one.minor, one.currency ?? ""),
            ],
          }))}
        />
      )}
    </Section>
  );
}

function IntentFacts({ intent }: { intent: Intent }) {
  const { t } = useLingui();
  const { i18n } = useCatalog();
  const place = useLocationName();
  const person = useMemberName();
  const zone = useLocations().find((one) => one.id === intent.storefront)?.timezone;
  return (
    <Section title={t`Facts`}>
      <Facts>
        <Fact term={t`Provider`}>{i18n._(PROVIDERS[intent.provider])}</Fact>
        <Fact term={t`Method`}>{methodWords(intent.method)}</Fact>
        {intent.network && <Fact term={t`Network`}>{intent.network}</Fact>}
        {intent.sale && (
          <Fact term={t`Sale`}>
            <Anchor component={Link} to={`/sales/${intent.sale}`}>
              {intent.receipt_number ?? t`Cart`}
            </Anchor>
          </Fact>
        )}
        {intent.original && (
          <Fact term={t`Gives back`}>
            <Anchor component={Link} to={`/sales/providers/${intent.original}`}>
              {t`this payment`}
            </Anchor>
          </Fact>
        )}
        <Fact term={t`Asked for`}>{dateTime(intent.created_at, zone)}</Fact>
        {intent.settled_at && <Fact term={t`Settled`}>{dateTime(intent.settled_at, zone)}</Fact>}
        {!intent.settled_at && <Fact term={t`Waits until`}>{dateTime(intent.expires_at, zone)}</Fact>}
        <Fact term={t`Shop`}>{place(intent.storefront)}</Fact>
        <Fact term={t`Cashier`}>{person(intent.user)}</Fact>
        <Fact term={t`Times asked`}>{count(intent.attempts ?? 0)}</Fact>
        {intent.reference && <Fact term={t`Reference`}>{intent.reference}</Fact>}
      </Facts>
    </Section>
  );
}
