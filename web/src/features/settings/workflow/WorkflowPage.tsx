/** One workflow, drawn and as tables; changes are a draft that is checked while it is made, and put to use as a whole. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { Notice, ProblemNotice } from "@/components/ui/Notice";
import { Page, Section, TwoColumns } from "@/components/ui/Page";
import { toast } from "@/components/ui/toast";
import { Waiting } from "@/components/ui/Waiting";
import { answer, desk, type Schemas } from "@/lib/api";
import { useActKey } from "@/lib/keys";
import { useMay } from "@/lib/session";
import { rolesQuery } from "../api";
import { type Chosen, differences, type Transition, type Workflow } from "./draft";
import { Graph } from "./Graph";
import { Panel } from "./Panel";
import { StatusTable, WayTable } from "./Tables";
import classes from "./Workflow.module.css";

type Type = Schemas["DocumentType"];

export default function WorkflowPage() {
  const { t } = useLingui();
  const { id } = useParams({ strict: false }) as { id: string };
  const { data, error } = useQuery({
    queryKey: ["document-types", id],
    queryFn: ({ signal }) => answer(desk.GET("/api/document-types/{id}/", { params: { path: { id } }, signal })),
  });
  return (
    <Page title={data?.name ?? t`Workflow`} back={{ to: "/settings/workflows", label: t`Workflows` }}>
      <ProblemNotice error={error} />
      {data ? <Editor key={data.id} type={data} /> : !error && <Waiting label={t`Loading the workflow`} />}
    </Page>
  );
}

function useCheck(type: Type, flow: Workflow, isChanged: boolean) {
  const [settled] = useDebouncedValue(flow, 300);
  const { data } = useQuery({
    queryKey: ["document-types", type.id, "check", settled],
    queryFn: ({ signal }) =>
      answer(
        desk.POST("/api/document-types/{id}/workflow/check/", {
          params: { path: { id: type.id } },
          body: settled as Schemas["WorkflowRequest"],
          signal,
        }),
      ),
    enabled: isChanged,
  });
  return { problems: isChanged ? (data?.problems ?? []) : [], isChecked: settled === flow && data !== undefined };
}

/** The roles that may take a way, at most two by name. */
function useWho(): (way: Transition) => string {
  const { t } = useLingui();
  const may = useMay();
  const { data } = useQuery({ ...rolesQuery, enabled: may("people.manage") });
  return (way) => {
    if (way.trigger !== undefined && way.trigger !== "MANUAL") return t`by itself`;
    const roles = data?.results.filter((role) => role.capabilities?.includes(way.capability)) ?? [];
    const named = roles.filter((role) => role.code !== "owner").map((role) => role.name);
    return named.length > 2 ? `${named.slice(0, 2).join(", ")}…` : named.join(", ");
  };
}

function Editor({ type }: { type: Type }) {
  const { t } = useLingui();
  const who = useWho();
  const before: Workflow = { statuses: type.statuses, transitions: type.transitions };
  const [flow, setFlow] = useState(before);
  const [chosen, setChosen] = useState<Chosen>();
  const changes = differences(before, flow);
  const check = useCheck(type, flow, changes.length > 0);
  const wrong = new Set(check.problems.map((problem) => problem.status).filter(Boolean));
  const reset = () => {
    setFlow(before);
    setChosen(undefined);
  };
  return (
    <>
      <p className={classes.legend}>
        <Trans>
          Double edge: where a document begins. Thick edge: where it is done. Choose a box or an arrow to change it.
        </Trans>
      </p>
      <Graph flow={flow} chosen={chosen} wrong={wrong} who={who} onChoose={setChosen} />
      {changes.length > 0 && (
        <Draft
          type={type}
          flow={flow}
          changes={changes}
          problems={check.problems}
          isChecked={check.isChecked}
          onReset={reset}
        />
      )}
      <TwoColumns aside={<Panel type={type} flow={flow} chosen={chosen} onChange={setFlow} onChoose={setChosen} />}>
        <Section title={t`Statuses`}>
          <StatusTable flow={flow} chosen={chosen} wrong={wrong} onChoose={setChosen} />
        </Section>
        <Section title={t`Ways between them`}>
          <WayTable flow={flow} chosen={chosen} who={who} onChoose={setChosen} />
        </Section>
      </TwoColumns>
    </>
  );
}

interface DraftProps {
  type: Type;
  flow: Workflow;
  changes: ReturnType<typeof differences>;
  problems: readonly Schemas["Obstacle"][];
  isChecked: boolean;
  onReset: () => void;
}

function Draft({ type, flow, changes, problems, isChecked, onReset }: DraftProps) {
  const { t } = useLingui();
  const cache = useQueryClient();
  const key = useActKey();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const words = {
    "added status": t`New status`,
    "removed status": t`Status removed`,
    "changed status": t`Status changed`,
    "added way": t`New way`,
    "removed way": t`Way removed`,
    "changed way": t`Way changed`,
  };
  const use = async () => {
    setBusy(true);
    setError(undefined);
    try {
      const saved = await answer(
        desk.POST("/api/document-types/{id}/workflow/", {
          params: { path: { id: type.id }, header: { "Idempotency-Key": key(flow) } },
          body: flow as Schemas["WorkflowRequest"],
        }),
      );
      cache.setQueryData(["document-types", type.id], saved);
      toast(t`The workflow is in use. Documents stay in their statuses.`);
    } catch (refused) {
      setError(refused);
    } finally {
      key.done();
      setBusy(false);
    }
  };
  return (
    <Section title={t`Draft: what changes`}>
      <ul className={classes.differences}>
        {changes.map((change) => (
          <li key={change.key}>
            {words[`${change.what} ${change.kind}`]}: {change.name}
          </li>
        ))}
      </ul>
      {problems.length > 0 && (
        <Notice kind="warning">
          <Trans>This can't be used yet:</Trans>
          <ul className={classes.differences}>
            {problems.map((problem) => (
              <li key={`${problem.code} ${problem.status}`}>{problem.msg}</li>
            ))}
          </ul>
        </Notice>
      )}
      <ProblemNotice error={error} />
      <Group mt="md">
        <Button onClick={use} loading={busy} disabled={!isChecked || problems.length > 0}>
          <Trans>Use this workflow</Trans>
        </Button>
        <Button variant="default" onClick={onReset}>
          <Trans>Discard changes</Trans>
        </Button>
        {isChecked && problems.length === 0 && (
          <span role="status">
            <Trans>Checked: it can be used.</Trans>
          </span>
        )}
      </Group>
    </Section>
  );
}
