/** Tills: enrol a device, give a replaced one a new code, switch one off. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Drawer, Menu, Modal, Select, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Column } from "@/components/list/columns";
import { ListPage } from "@/components/list/ListPage";
import { Ask } from "@/components/ui/Ask";
import { FormFrame } from "@/components/ui/FormFrame";
import { useApiForm } from "@/components/ui/form";
import { Notice } from "@/components/ui/Notice";
import { StatusBadge, type Tone } from "@/components/ui/StatusBadge";
import { toast } from "@/components/ui/toast";
import { Waiting } from "@/components/ui/Waiting";
import type { Schemas } from "@/lib/api";
import { ago, dateTime } from "@/lib/format";
import { useActKey } from "@/lib/keys";
import { locationsQuery, useLocationName } from "@/lib/names";
import { addTerminal, changeTerminal, readTerminals, renewEnrolment } from "./api";
import { EnrolmentCode } from "./EnrolmentCode";

type Terminal = Schemas["Terminal"];
type Issued = Schemas["Enrolment"];

export default function TerminalsPage() {
  const { t } = useLingui();
  const place = useLocationName();
  const [opened, setOpened] = useState<Terminal | "new">();
  const [issued, setIssued] = useState<Issued>();
  const [asked, setAsked] = useState<{ terminal: Terminal; what: "renew" | "off" }>();
  const state = (row: Terminal): { tone: Tone; words: string } => {
    if (!row.is_active) return { tone: "cancelled", words: t`Switched off` };
    if (!row.is_enrolled) return { tone: "waiting", words: t`Waits for its device` };
    return { tone: "done", words: t`Enrolled` };
  };
  const columns: Column<Terminal>[] = [
    { id: "code", header: t`Till`, cell: (row) => row.code, text: (row) => row.code },
    { id: "name", header: t`Name`, cell: (row) => row.name || "-", text: (row) => row.name ?? "" },
    { id: "place", header: t`Shop`, cell: (row) => place(row.location), text: (row) => place(row.location) },
    {
      id: "state",
      header: t`State`,
      narrow: true,
      cell: (row) => <StatusBadge tone={state(row).tone}>{state(row).words}</StatusBadge>,
      text: (row) => state(row).words,
    },
    {
      id: "seen",
      header: t`Last heard of`,
      cell: (row) => (row.last_seen_at ? ago(row.last_seen_at, new Date()) : "-"),
      text: (row) => row.last_seen_at ?? "",
    },
    {
      id: "enrolled",
      header: t`Enrolled on`,
      optional: true,
      cell: (row) => (row.enrolled_at ? dateTime(row.enrolled_at) : "-"),
      text: (row) => row.enrolled_at ?? "",
    },
  ];
  const menu = (row: Terminal) => (
    <>
      <Menu.Item onClick={() => setOpened(row)}>
        <Trans>Change name</Trans>
      </Menu.Item>
      {row.is_active && (
        <Menu.Item onClick={() => setAsked({ terminal: row, what: "renew" })}>
          <Trans>New enrolment code</Trans>
        </Menu.Item>
      )}
      <Switching terminal={row} onOff={() => setAsked({ terminal: row, what: "off" })} />
    </>
  );
  const close = () => setOpened(undefined);
  return (
    <>
      <ListPage
        id="terminals"
        title={t`Tills`}
        columns={columns}
        read={readTerminals}
        rowKey={(row) => row.id}
        onOpen={setOpened}
        rowMenu={menu}
        primary={<Button onClick={() => setOpened("new")}>{t`Add till`}</Button>}
        empty={{
          title: t`No tills yet`,
          text: t`Add one: its code is typed at the device once, then cashiers sign in there.`,
        }}
      />
      <Drawer
        opened={opened !== undefined}
        onClose={close}
        title={typeof opened === "object" ? opened.code : t`Add till`}
      >
        {opened && (
          <TerminalForm terminal={opened === "new" ? undefined : opened} onDone={close} onIssued={setIssued} />
        )}
      </Drawer>
      <Modal opened={issued !== undefined} onClose={() => setIssued(undefined)} title={t`Enrolment code`} size="md">
        {issued && <EnrolmentCode issued={issued} onClose={() => setIssued(undefined)} />}
      </Modal>
      {asked && <Question {...asked} onDone={() => setAsked(undefined)} onIssued={setIssued} />}
    </>
  );
}

function Switching({ terminal, onOff }: { terminal: Terminal; onOff: () => void }) {
  const { t } = useLingui();
  const cache = useQueryClient();
  const key = useActKey();
  if (terminal.is_active) {
    return (
      <Menu.Item onClick={onOff}>
        <Trans>Switch off</Trans>
      </Menu.Item>
    );
  }
  const on = async () => {
    await changeTerminal(terminal.id, { is_active: true }, key(terminal.id));
    key.done();
    await cache.invalidateQueries({ queryKey: ["terminals"] });
    toast(t`Till ${terminal.code} is in use again. It needs a new enrolment code.`);
  };
  return (
    <Menu.Item onClick={on}>
      <Trans>Use again</Trans>
    </Menu.Item>
  );
}

interface QuestionProps {
  terminal: Terminal;
  what: "renew" | "off";
  onDone: () => void;
  onIssued: (issued: Issued) => void;
}

function Question({ terminal, what, onDone, onIssued }: QuestionProps) {
  const { t } = useLingui();
  const cache = useQueryClient();
  const key = useActKey();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const { code } = terminal;
  const act = async () => {
    setBusy(true);
    try {
      if (what === "renew") onIssued(await renewEnrolment(terminal.id, key(terminal.id)));
      else {
        await changeTerminal(terminal.id, { is_active: false }, key(terminal.id));
        toast(t`Till ${code} is switched off.`);
      }
      await cache.invalidateQueries({ queryKey: ["terminals"] });
      onDone();
    } catch (refused) {
      setError(refused);
      setBusy(false);
    }
  };
  return what === "renew" ? (
    <Ask
      opened
      title={t`New enrolment code for till ${code}?`}
      act={t`Make new code`}
      keep={t`Keep as it is`}
      busy={busy}
      error={error}
      onAct={act}
      onKeep={onDone}
    >
      <Trans>
        A code that was given out before stops working. The device that is enrolled now works until the new one is.
      </Trans>
    </Ask>
  ) : (
    <Ask
      opened
      title={t`Switch off till ${code}?`}
      act={t`Switch off till`}
      keep={t`Keep till`}
      dangerous
      busy={busy}
      error={error}
      onAct={act}
      onKeep={onDone}
    >
      <Trans>Its device and whoever works at it are signed out at once. Its sales stay.</Trans>
    </Ask>
  );
}

interface FormProps {
  terminal: Terminal | undefined;
  onDone: () => void;
  onIssued: (issued: Issued) => void;
}

/** The form begins with the first shop, so it waits for them. */
function TerminalForm(props: FormProps) {
  const { t } = useLingui();
  const { data } = useQuery(locationsQuery);
  const shops = data?.results.filter((one) => one.kind === "STOREFRONT" && one.is_active);
  return shops ? <TerminalFields {...props} places={shops} /> : <Waiting label={t`Loading shops`} />;
}

function TerminalFields({ terminal, onDone, onIssued, places }: FormProps & { places: Schemas["Location"][] }) {
  const { t } = useLingui();
  const cache = useQueryClient();
  const key = useActKey();
  const api = useApiForm({
    initial: { location: places[0]?.id ?? "", code: terminal?.code ?? "", name: terminal?.name ?? "" },
    validate: {
      code: (value: string) => (value.trim() ? null : t`Write a short code, such as T2.`),
      location: (value: string) => (value || terminal ? null : t`Choose the shop where it stands.`),
    },
    save: async (values) => {
      if (terminal) await changeTerminal(terminal.id, { name: values.name }, key(values.name));
      else onIssued(await addTerminal(values, key(values)));
    },
    onSaved: () => {
      cache.invalidateQueries({ queryKey: ["terminals"] });
      onDone();
    },
  });
  const field = api.form.getInputProps;
  return (
    <FormFrame api={api} act={terminal ? t`Save till` : t`Add till`} onCancel={onDone}>
      {!terminal && (
        <>
          {places.length === 0 && <Notice kind="info">{t`Add a shop first: a till stands in one.`}</Notice>}
          <Select
            label={t`Shop`}
            allowDeselect={false}
            data={places.map((one) => ({ value: one.id, label: one.name }))}
            {...field("location")}
          />
          <TextInput
            label={t`Code`}
            description={t`Short, such as T2: it stands in receipt numbers and stays`}
            data-autofocus
            {...field("code")}
          />
        </>
      )}
      <TextInput label={t`Name (optional)`} {...field("name")} />
    </FormFrame>
  );
}
