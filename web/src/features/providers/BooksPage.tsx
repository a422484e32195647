/** Whether a provider's own list of some days agrees with ours; each difference is named, with what to do about it. */
import { useLingui as useCatalog } from "@lingui/react";
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Anchor, Button, Group, Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useQueryState } from "@/components/list/state";
import { EmptyState } from "@/components/ui/EmptyState";
import { Notice, ProblemNotice } from "@/components/ui/Notice";
import { Page, Section } from "@/components/ui/Page";
import { SimpleTable } from "@/components/ui/SimpleTable";
import { Waiting } from "@/components/ui/Waiting";
import { date, money } from "@/lib/format";
import { useMay } from "@/lib/session";
import { accountsQuery, type Difference, differencesQuery, type Period } from "./api";
import { fromMinor } from "./rules";
import { DIFFERENCES, PROVIDERS, saidWords } from "./words";

const yesterday = () => new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);

export default function BooksPage() {
  const { t } = useLingui();
  const may = useMay();
  const [query] = useQueryState();
  const accounts = useQuery({ ...accountsQuery, enabled: may("payment.manage") });
  const { account, first_day, last_day } = query;
  const period: Period | undefined = account && first_day && last_day ? { account, first_day, last_day } : undefined;
  const connected = accounts.data?.results.filter((one) => one.provider !== "MANUAL");
  return (
    <Page title={t`Compare with a provider`} back={{ to: "/sales/providers", label: t`Payments through providers` }}>
      <Section>
        {!may("payment.manage") ? (
          <p>
            <Trans>Accounts at providers are shown to who may manage payments.</Trans>
          </p>
        ) : connected?.length === 0 ? (
          <EmptyState title={t`No account at a provider yet`}>
            <Trans>Add one under Settings, Payment providers. Then its books can be compared with ours.</Trans>
          </EmptyState>
        ) : (
          connected && <Asking accounts={connected} />
        )}
      </Section>
      {period && <Compared period={period} />}
    </Page>
  );
}

function Asking({ accounts }: { accounts: readonly { id: string; name: string; provider: keyof typeof PROVIDERS }[] }) {
  const { t } = useLingui();
  const { i18n } = useCatalog();
  const [query, change] = useQueryState();
  const [account, setAccount] = useState(query.account ?? accounts[0]?.id ?? null);
  const [first, setFirst] = useState(query.first_day ?? yesterday());
  const [last, setLast] = useState(query.last_day ?? yesterday());
  const run = (event: FormEvent) => {
    event.preventDefault();
    if (account) change({ account, first_day: first, last_day: last });
  };
  return (
    <form onSubmit={run}>
      <Group gap="sm" align="end">
        <Select
          label={t`Account`}
          data={accounts.map((one) => ({ value: one.id, label: `${one.name} (${i18n._(PROVIDERS[one.provider])})` }))}
          allowDeselect={false}
          value={account}
          onChange={setAccount}
          style={{ flex: "1 1 14rem" }}
        />
        <TextInput
          type="date"
          label={t`From day`}
          value={first}
          onChange={(event) => setFirst(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={t`To day`}
          value={last}
          onChange={(event) => setLast(event.currentTarget.value)}
        />
        <Button type="submit">
          <Trans>Compare books</Trans>
        </Button>
      </Group>
      <p style={{ color: "var(--muted)", marginBlockEnd: 0 }}>
        <Trans>Up to 31 days. The days are those of the provider (UTC). Nothing is changed by comparing.</Trans>
      </p>
    </form>
  );
}

function Compared({ period }: { period: Period }) {
  const { t } = useLingui();
  const { i18n } = useCatalog();
  const { data, error, isFetching } = useQuery(differencesQuery(period));
  if (error) return <ProblemNotice error={error} />;
  if (!data || isFetching) return <Waiting label={t`Asking the provider`} />;
  const [first, last] = [date(period.first_day), date(period.last_day)];
  if (data.length === 0) {
    return (
      <Notice kind="done">
        <Trans>
          From {first} to {last} the provider's books and ours agree.
        </Trans>
      </Notice>
    );
  }
  const kinds = [...new Set(data.map((one) => one.difference))];
  return (
    <Section title={t`Differences`}>
      <p>
        <Plural
          value={data.length}
          one={`# difference from ${first} to ${last}.`}
          other={`# differences from ${first} to ${last}.`}
        />
      </p>
      <SimpleTable
        label={t`Differences`}
        head={[
          { label: t`Difference` },
          { label: t`Reference` },
          { label: t`Provider`, figure: true },
          { label: t`Here`, figure: true },
        ]}
        rows={data.map((one) => ({
          key: `${one.difference} ${one.reference} ${one.intent}`,
          cells: [
            i18n._(DIFFERENCES[one.difference].words),
            one.intent ? (
              <Anchor key="reference" component={Link} to={`/sales/providers/${one.intent}`}>
                {one.reference || t`Open the payment`}
              </Anchor>
            ) : (
              one.reference
            ),
            side(one.their_minor, one.their_currency, one.their_status),
            side(one.our_minor, one.our_currency, one.our_status),
          ],
        }))}
      />
      <ul>
        {kinds.map((kind) => (
          <li key={kind}>
            <strong>{i18n._(DIFFERENCES[kind].words)}.</strong> {i18n._(DIFFERENCES[kind].advice)}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function side(minor: Difference["their_minor"], currency: string, status: string | null): string {
  const value = fromMinor(minor, currency);
  return value === undefined ? "-" : `${money(value, currency)}, ${saidWords(status)}`;
}
