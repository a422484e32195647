/** What each role may do: the built-in ones, and those of the business's own. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Menu, Modal, Select, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { Column } from "@/components/list/columns";
import { ListPage } from "@/components/list/ListPage";
import { FormFrame } from "@/components/ui/FormFrame";
import { useApiForm } from "@/components/ui/form";
import { StatusBadge } from "@/components/ui/StatusBadge";
import type { Schemas } from "@/lib/api";
import { count, percent } from "@/lib/format";
import { useActKey } from "@/lib/keys";
import { addRole, readRoles, rolesQuery } from "./api";

type Role = Schemas["Role"];

export default function RolesPage() {
  const { t } = useLingui();
  const [copied, setCopied] = useState<Role | "any">();
  const columns: Column<Role>[] = [
    { id: "name", header: t`Role`, cell: (row) => row.name, text: (row) => row.name },
    {
      id: "kind",
      header: t`Kind`,
      cell: (row) =>
        row.is_builtin ? (
          <StatusBadge tone="info">{t`Built in`}</StatusBadge>
        ) : (
          <StatusBadge tone="done">{t`Your own`}</StatusBadge>
        ),
      text: (row) => (row.is_builtin ? t`Built in` : t`Your own`),
    },
    {
      id: "rights",
      header: t`Rights`,
      figure: true,
      narrow: true,
      cell: (row) => count(row.capabilities?.length ?? 0),
      text: (row) => String(row.capabilities?.length ?? 0),
    },
    {
      id: "discount",
      header: t`Largest discount`,
      figure: true,
      cell: (row) => percent(row.max_discount),
      text: (row) => row.max_discount,
    },
  ];
  return (
    <>
      <ListPage
        id="roles"
        title={t`Roles`}
        columns={columns}
        read={readRoles}
        rowKey={(row) => row.id}
        rowTo={(row) => `/settings/roles/${row.id}`}
        rowMenu={(row) => (
          <Menu.Item onClick={() => setCopied(row)}>
            <Trans>Copy role</Trans>
          </Menu.Item>
        )}
        primary={<Button onClick={() => setCopied("any")}>{t`Add role`}</Button>}
        empty={{ title: t`No roles yet`, text: t`Roles say who may do what.` }}
      />
      <Modal opened={copied !== undefined} onClose={() => setCopied(undefined)} title={t`Add role`} size="sm">
        {copied && <CopyForm role={copied === "any" ? undefined : copied} onDone={() => setCopied(undefined)} />}
      </Modal>
    </>
  );
}

function CopyForm({ role, onDone }: { role: Role | undefined; onDone: () => void }) {
  const { t } = useLingui();
  const cache = useQueryClient();
  const navigate = useNavigate();
  const key = useActKey();
  const { data } = useQuery(rolesQuery);
  const api = useApiForm({
    initial: { name: role ? t`${role.name} (copy)` : "", copy_of: role?.id ?? "" },
    validate: {
      name: (value: string) => (value.trim() ? null : t`Write a name.`),
      copy_of: (value: string) => (value ? null : t`Choose the role to begin from.`),
    },
    save: (values) => addRole(values, key(values)),
    onSaved: (saved) => {
      cache.invalidateQueries({ queryKey: ["roles"] });
      onDone();
      navigate({ to: `/settings/roles/${saved.id}` });
    },
  });
  const field = api.form.getInputProps;
  return (
    <FormFrame api={api} act={t`Add role`} onCancel={onDone}>
      <TextInput label={t`Name`} data-autofocus {...field("name")} />
      <Select
        label={t`Begins with the rights of`}
        allowDeselect={false}
        data={data?.results.map((one) => ({ value: one.id, label: one.name })) ?? []}
        {...field("copy_of")}
      />
    </FormFrame>
  );
}
