/** Two customers who are one, side by side: who goes, who stays, and what becomes of what. There is no way back. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group } from "@mantine/core";
import { IconArrowsExchange } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useQueryState } from "@/components/list/state";
import { CustomerPick } from "@/components/pick/CustomerPick";
import { Ask } from "@/components/ui/Ask";
import { ProblemNotice } from "@/components/ui/Notice";
import { Page, Section } from "@/components/ui/Page";
import { toast } from "@/components/ui/toast";
import { useActKey } from "@/lib/keys";
import { asProblem, type Problem } from "@/lib/problem";
import { type Customer, customerQuery, mergeCustomer, useForget } from "./api";
import { Compare } from "./Compare";
import { Conflicts } from "./Conflicts";

export default function MergePage() {
  const { t } = useLingui();
  const { id = "" } = useParams({ strict: false });
  const [{ into = "" }, change] = useQueryState();
  const { data: source, error } = useQuery(customerQuery(id));
  const { data: survivor } = useQuery({ ...customerQuery(into), enabled: into !== "" });
  const navigate = useNavigate();
  const swap = () => navigate({ to: `/customers/${into}/merge`, search: { into: id } as never });
  const name = source?.name ?? t`Customer`;
  return (
    <Page title={t`Merge ${name}`} back={{ to: `/customers/${id}`, label: name }}>
      <ProblemNotice error={error} />
      <Section title={t`Who stays`}>
        <Group align="flex-end">
          <CustomerPick
            key={into}
            label={t`Merge into`}
            value={into || null}
            chosen={survivor && { value: survivor.id, label: `${survivor.name} · ${survivor.code}` }}
            onChange={(value) => change({ into: value ?? undefined })}
            style={{ flex: "1 1 16rem", maxWidth: "28rem" }}
          />
          {survivor && (
            <Button variant="default" leftSection={<IconArrowsExchange size={18} aria-hidden />} onClick={swap}>
              <Trans>Swap who stays</Trans>
            </Button>
          )}
        </Group>
      </Section>
      {source && survivor && source.id !== survivor.id && (
        <Merge key={`${source.id}${survivor.id}`} source={source} survivor={survivor} />
      )}
    </Page>
  );
}

function Merge({ source, survivor }: { source: Customer; survivor: Customer }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const forget = useForget();
  const key = useActKey();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Problem>();
  const conflicts = refused?.code === "MERGE_CONFLICT" ? refused : undefined;
  const merge = async () => {
    const body = { into: survivor.id, ...(conflicts ? { accept_conflicts: true } : {}) };
    setBusy(true);
    try {
      await mergeCustomer(source.id, body, key({ from: source.id, ...body }));
      await forget();
      toast(t`${source.name} is merged into ${survivor.name}.`);
      navigate({ to: `/customers/${survivor.id}` });
    } catch (error) {
      setRefused(asProblem(error));
      setAsking(false);
    } finally {
      setBusy(false);
    }
  };
  const [goes, stays] = [`${source.name} (${source.code})`, `${survivor.name} (${survivor.code})`];
  return (
    <>
      <Compare source={source} survivor={survivor} />
      {conflicts ? <Conflicts problem={conflicts} /> : <ProblemNotice error={refused} />}
      <Section title={t`What happens`}>
        <ul style={{ margin: 0, paddingInlineStart: "var(--space-4)" }}>
          <li>
            <Trans>{stays} takes over what is open, the sites, the days of the week and the statistics.</Trans>
          </li>
          <li>
            <Trans>Contact data that {stays} has none of is filled in.</Trans>
          </li>
          <li>
            <Trans>{goes} goes out of use. Past sales stay as they are and are found from the one who stays.</Trans>
          </li>
          <li>
            <strong>
              <Trans>There is no way back.</Trans>
            </strong>
          </li>
        </ul>
        <Group mt="md">
          <Button color="red" variant="outline" onClick={() => setAsking(true)}>
            {conflicts ? <Trans>Merge all the same</Trans> : <Trans>Merge customers</Trans>}
          </Button>
        </Group>
      </Section>
      <Ask
        opened={asking}
        title={t`Merge ${goes} into ${stays}?`}
        act={t`Merge for good`}
        keep={t`Keep both`}
        dangerous
        busy={busy}
        onAct={merge}
        onKeep={() => setAsking(false)}
      >
        <Trans>This can't be taken back.</Trans>
      </Ask>
    </>
  );
}
