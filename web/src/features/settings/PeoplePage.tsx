/** Who works here: as what, where, and whether still. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Drawer, Menu, Modal, PasswordInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Column } from "@/components/list/columns";
import { ListPage } from "@/components/list/ListPage";
import { Ask } from "@/components/ui/Ask";
import { FormFrame } from "@/components/ui/FormFrame";
import { useApiForm } from "@/components/ui/form";
import { StatusBadge } from "@/components/ui/StatusBadge";
import { toast } from "@/components/ui/toast";
import type { Schemas } from "@/lib/api";
import { useActKey } from "@/lib/keys";
import { useLocationName } from "@/lib/names";
import { useMe } from "@/lib/session";
import { changeMember, readMembers, rolesQuery, setPin } from "./api";
import { PersonForm } from "./PersonForm";

type Member = Schemas["Member"];
type Act = { member: Member; what: "pin" | "end" };

export default function PeoplePage() {
  const { t } = useLingui();
  const me = useMe();
  const place = useLocationName();
  const { data: roles } = useQuery(rolesQuery);
  const [opened, setOpened] = useState<Member | "new">();
  const [act, setAct] = useState<Act>();
  const roleName = (row: Member) => roles?.results.find((role) => role.code === row.role)?.name ?? row.role;
  const where = (row: Member) => (row.all_locations ? t`Everywhere` : row.locations.map(place).join(", ") || "-");
  const columns: Column<Member>[] = [
    { id: "name", header: t`Name`, cell: (row) => row.name || row.email, text: (row) => row.name },
    { id: "email", header: t`E-mail`, cell: (row) => row.email, text: (row) => row.email },
    { id: "role", header: t`Role`, cell: roleName, text: roleName, narrow: true },
    { id: "where", header: t`Works at`, cell: where, text: where },
    {
      id: "state",
      header: t`State`,
      cell: (row) =>
        row.is_active ? (
          <StatusBadge tone="done">{t`Works here`}</StatusBadge>
        ) : (
          <StatusBadge tone="cancelled">{t({ message: "Left", context: "a person" })}</StatusBadge>
        ),
      text: (row) => (row.is_active ? t`Works here` : t({ message: "Left", context: "a person" })),
    },
  ];
  const menu = (row: Member) => (
    <>
      <Menu.Item onClick={() => setOpened(row)}>
        <Trans>Change role or places</Trans>
      </Menu.Item>
      {row.is_active && (
        <Menu.Item onClick={() => setAct({ member: row, what: "pin" })}>
          <Trans>Set PIN</Trans>
        </Menu.Item>
      )}
      {row.is_active && row.user !== me.user && (
        <Menu.Item onClick={() => setAct({ member: row, what: "end" })}>
          <Trans>End access</Trans>
        </Menu.Item>
      )}
      {!row.is_active && <TakeBack member={row} />}
    </>
  );
  const close = () => setOpened(undefined);
  return (
    <>
      <ListPage
        id="people"
        title={t`People`}
        columns={columns}
        read={readMembers}
        rowKey={(row) => row.id}
        onOpen={setOpened}
        rowMenu={menu}
        primary={<Button onClick={() => setOpened("new")}>{t`Add person`}</Button>}
        empty={{ title: t`Nobody yet`, text: t`Add who works here, with a role and a PIN for the till.` }}
      />
      <Drawer
        opened={opened !== undefined}
        onClose={close}
        title={opened && opened !== "new" ? opened.name || opened.email : t`Add person`}
        size="md"
      >
        {opened && <PersonForm member={opened === "new" ? undefined : opened} onDone={close} />}
      </Drawer>
      {act?.what === "pin" && <PinDialog member={act.member} onDone={() => setAct(undefined)} />}
      {act?.what === "end" && <EndDialog member={act.member} onDone={() => setAct(undefined)} />}
    </>
  );
}

function TakeBack({ member }: { member: Member }) {
  const { t } = useLingui();
  const cache = useQueryClient();
  const key = useActKey();
  const act = async () => {
    await changeMember(member.id, { is_active: true }, key(member.id));
    key.done();
    await cache.invalidateQueries({ queryKey: ["people"] });
    toast(t`${member.name || member.email} works here again.`);
  };
  return (
    <Menu.Item onClick={act}>
      <Trans>Give access again</Trans>
    </Menu.Item>
  );
}

function PinDialog({ member, onDone }: { member: Member; onDone: () => void }) {
  const { t } = useLingui();
  const key = useActKey();
  const name = member.name || member.email;
  const api = useApiForm({
    initial: { pin: "" },
    validate: { pin: (value: string) => (/^\d{4,8}$/.test(value) ? null : t`A PIN has four to eight digits.`) },
    save: ({ pin }) => setPin(member.id, pin, key(pin)),
    onSaved: () => {
      toast(t`${name} signs in at tills with the new PIN.`);
      onDone();
    },
  });
  return (
    <Modal opened onClose={onDone} title={t`New PIN for ${name}`} size="sm">
      <FormFrame api={api} act={t`Set PIN`} onCancel={onDone}>
        <PasswordInput
          label={t`PIN, four to eight digits`}
          inputMode="numeric"
          autoComplete="off"
          data-autofocus
          {...api.form.getInputProps("pin")}
        />
      </FormFrame>
    </Modal>
  );
}

function EndDialog({ member, onDone }: { member: Member; onDone: () => void }) {
  const { t } = useLingui();
  const cache = useQueryClient();
  const key = useActKey();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const name = member.name || member.email;
  const act = async () => {
    setBusy(true);
    try {
      await changeMember(member.id, { is_active: false }, key(member.id));
      await cache.invalidateQueries({ queryKey: ["people"] });
      toast(t`${name} has no access any more.`);
      onDone();
    } catch (refused) {
      setError(refused);
      setBusy(false);
    }
  };
  return (
    <Ask
      opened
      title={t`End the access of ${name}?`}
      act={t`End access`}
      keep={t`Keep access`}
      dangerous
      busy={busy}
      error={error}
      onAct={act}
      onKeep={onDone}
    >
      <Trans>They are signed out everywhere at once. Their sales and what they changed stay under their name.</Trans>
    </Ask>
  );
}
