/** What is chosen of a workflow, to be changed; with nothing chosen, what can be added. */

import { useLingui as useCatalog } from "@lingui/react";
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button, Checkbox, Group, Select, Stack, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { statusName } from "@/components/documents/words";
import { Section } from "@/components/ui/Page";
import type { Schemas } from "@/lib/api";
import { rightsQuery } from "../api";
import { RIGHTS } from "../rights";
import {
  type Chosen,
  changedStatus,
  changedWay,
  codeOf,
  type Status,
  type Transition,
  type Workflow,
  withoutStatus,
  withoutWay,
  withStatus,
  withWay,
} from "./draft";
import { documentsIn, TRIGGER_CODES, triggerWords } from "./kinds";

type Type = Schemas["DocumentType"];

interface Props {
  type: Type;
  flow: Workflow;
  chosen: Chosen | undefined;
  onChange: (flow: Workflow) => void;
  onChoose: (chosen: Chosen | undefined) => void;
}

export function Panel(props: Props) {
  const { flow, chosen } = props;
  const status = chosen && "status" in chosen ? flow.statuses.find((one) => one.code === chosen.status) : undefined;
  const way =
    chosen && "from" in chosen
      ? flow.transitions.find((one) => one.from_status === chosen.from && one.to_status === chosen.to)
      : undefined;
  return (
    <>
      {status && <StatusPanel key={status.code} {...props} status={status} />}
      {way && <WayPanel key={`${way.from_status}>${way.to_status}`} {...props} way={way} />}
      <AddStatus {...props} />
      <AddWay {...props} />
    </>
  );
}

function StatusPanel({ type, flow, status, onChange, onChoose }: Props & { status: Status }) {
  const { t } = useLingui();
  const { data: inIt } = useQuery({
    queryKey: ["document-types", type.id, "documents", status.code],
    queryFn: async ({ signal }) => (await documentsIn(type, status.code, signal)) ?? null,
  });
  const flags: [keyof Status & `${string}_${string}`, string][] = [
    ["is_initial", t`Documents begin here`],
    ["is_final", t`Documents are done here`],
    ["is_editable", t`They can be changed`],
    ["is_deletable", t`They can be deleted`],
    ["allows_conversion", t`The next document can be made of them`],
    ["creates_inventory_movements", t`Books stock`],
    ["reverses_inventory_movements", t`Takes booked stock back`],
    ["allows_movement_correction", t`Booked stock can be corrected`],
  ];
  const set = (changes: Partial<Status>) => onChange(changedStatus(flow, status.code, changes));
  return (
    <Section title={t`Status ${statusName(status.name)}`}>
      <Stack gap="sm">
        <TextInput label={t`Name`} value={status.name} onChange={(event) => set({ name: event.currentTarget.value })} />
        {flags.map(([flag, words]) => (
          <Checkbox
            key={flag}
            label={words}
            checked={status[flag] === true}
            onChange={(event) => set({ [flag]: event.currentTarget.checked })}
          />
        ))}
        {typeof inIt === "number" && (
          <p style={{ margin: 0 }}>
            <Plural
              value={inIt}
              _0="No document is in this status."
              one="# document is in this status."
              other="# documents are in this status."
            />
          </p>
        )}
        <Button
          variant="default"
          onClick={() => {
            onChange(withoutStatus(flow, status.code));
            onChoose(undefined);
          }}
        >
          <Trans>Remove this status</Trans>
        </Button>
      </Stack>
    </Section>
  );
}

function useCapabilities(): { value: string; label: string }[] {
  const { i18n } = useCatalog();
  const { data } = useQuery({ ...rightsQuery, retry: false });
  const codes = data?.map((right) => right.code) ?? Object.keys(RIGHTS);
  return codes.map((value) => ({ value, label: RIGHTS[value] ? i18n._(RIGHTS[value]) : value }));
}

function WayPanel({ flow, way, onChange, onChoose }: Props & { way: Transition }) {
  const { t } = useLingui();
  const capabilities = useCapabilities();
  const name = (code: string) => statusName(flow.statuses.find((one) => one.code === code)?.name ?? code);
  const set = (changes: Partial<Transition>) => onChange(changedWay(flow, way.from_status, way.to_status, changes));
  return (
    <Section title={t`Way from ${name(way.from_status)} to ${name(way.to_status)}`}>
      <Stack gap="sm">
        <Select
          label={t`Who takes it: whose role permits`}
          searchable
          allowDeselect={false}
          data={capabilities}
          value={way.capability}
          onChange={(value) => value && set({ capability: value as Transition["capability"] })}
        />
        <Select
          label={t`How it is taken`}
          allowDeselect={false}
          data={TRIGGER_CODES.map((value) => ({ value, label: triggerWords(value) }))}
          value={way.trigger ?? "MANUAL"}
          onChange={(value) => value && set({ trigger: value as NonNullable<Transition["trigger"]> })}
        />
        <Checkbox
          label={t`A comment has to be given`}
          checked={way.requires_comment ?? false}
          onChange={(event) => set({ requires_comment: event.currentTarget.checked })}
        />
        <Button
          variant="default"
          onClick={() => {
            onChange(withoutWay(flow, way.from_status, way.to_status));
            onChoose(undefined);
          }}
        >
          <Trans>Remove this way</Trans>
        </Button>
      </Stack>
    </Section>
  );
}

function AddStatus({ flow, onChange, onChoose }: Props) {
  const { t } = useLingui();
  const [name, setName] = useState("");
  const add = () => {
    if (!name.trim()) return;
    onChange(withStatus(flow, name.trim()));
    onChoose({ status: codeOf(name.trim(), flow.statuses) });
    setName("");
  };
  return (
    <Section title={t`Add a status`}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <TextInput label={t`Its name`} value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <Button type="submit" variant="default" mt="sm">
          <Trans>Add status</Trans>
        </Button>
      </form>
    </Section>
  );
}

function AddWay({ flow, onChange, onChoose }: Props) {
  const { t } = useLingui();
  const [from, setFrom] = useState<string | null>(null);
  const [to, setTo] = useState<string | null>(null);
  const options = flow.statuses.map((one) => ({ value: one.code, label: statusName(one.name) }));
  const isThere = flow.transitions.some((one) => one.from_status === from && one.to_status === to);
  const add = () => {
    if (!from || !to || isThere) return;
    const like = flow.transitions.find((one) => one.from_status === from) ?? flow.transitions[0];
    const capability = like?.capability ?? "purchase.order";
    onChange(
      withWay(flow, { from_status: from, to_status: to, capability, trigger: "MANUAL", requires_comment: false }),
    );
    onChoose({ from, to });
    setFrom(null);
    setTo(null);
  };
  return (
    <Section title={t`Add a way`}>
      <Stack gap="sm">
        <Select label={t({ message: "From", context: "where" })} data={options} value={from} onChange={setFrom} />
        <Select
          label={t`To`}
          data={options.filter((one) => one.value !== from)}
          value={to}
          onChange={setTo}
          error={isThere ? t`This way is there already.` : undefined}
        />
        <Group>
          <Button variant="default" onClick={add} disabled={!from || !to || isThere}>
            <Trans>Add way</Trans>
          </Button>
        </Group>
      </Stack>
    </Section>
  );
}
