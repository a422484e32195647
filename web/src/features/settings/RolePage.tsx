/** One role: its rights by area, in words. A built-in one can be read and copied. */
import { useLingui as useCatalog } from "@lingui/react";
import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox, Text, TextInput, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { FormFrame } from "@/components/ui/FormFrame";
import { type ApiForm, useApiForm } from "@/components/ui/form";
import { Notice, ProblemNotice } from "@/components/ui/Notice";
import { Page, Section } from "@/components/ui/Page";
import { toast } from "@/components/ui/toast";
import { Waiting } from "@/components/ui/Waiting";
import { answer, desk, type Schemas } from "@/lib/api";
import { percent } from "@/lib/format";
import { useActKey } from "@/lib/keys";
import { changeRole, rightsQuery } from "./api";
import { groupWords, RIGHTS } from "./rights";
import classes from "./Settings.module.css";

type Role = Schemas["Role"];
type Right = Schemas["Right"];
type Form = { name: string; max_discount: string; capabilities: string[] };

export default function RolePage() {
  const { t } = useLingui();
  const { id } = useParams({ strict: false }) as { id: string };
  const role = useQuery({
    queryKey: ["roles", id],
    queryFn: ({ signal }) => answer(desk.GET("/api/roles/{id}/", { params: { path: { id } }, signal })),
  });
  const rights = useQuery(rightsQuery);
  return (
    <Page title={role.data?.name ?? t`Role`} back={{ to: "/settings/roles", label: t`Roles` }}>
      <ProblemNotice error={role.error ?? rights.error} />
      {role.data && rights.data ? (
        <RoleShown key={role.data.id} role={role.data} rights={rights.data} />
      ) : (
        !role.error && !rights.error && <Waiting label={t`Loading the role`} />
      )}
    </Page>
  );
}

function RoleShown({ role, rights }: { role: Role; rights: readonly Right[] }) {
  const { t } = useLingui();
  const cache = useQueryClient();
  const key = useActKey();
  const api: ApiForm<Form> = useApiForm<Form, Role>({
    initial: {
      name: role.name,
      max_discount: role.max_discount.replace(/\.?0+$/, "") || "0",
      capabilities: [...(role.capabilities ?? [])],
    },
    validate: { name: (value: string) => (value.trim() ? null : t`Write a name.`) },
    save: (values) => changeRole(role.id, values as Schemas["PatchedRoleChangesRequest"], key(values)),
    onSaved: () => {
      key.done();
      cache.invalidateQueries({ queryKey: ["roles"] });
      toast(t`The role is saved. It counts from each person's next step on.`);
    },
  });
  if (role.is_builtin) {
    return (
      <>
        <Notice kind="info">
          <Trans>A built-in role stays as it is. Copy it from the list of roles and change the copy.</Trans>
        </Notice>
        <Section>
          <p>
            <Trans>Largest discount: {percent(role.max_discount)}</Trans>
          </p>
          <Rights rights={rights} has={new Set(role.capabilities)} />
        </Section>
      </>
    );
  }
  const has = new Set(api.form.values.capabilities);
  const toggle = (code: string) => {
    if (!has.delete(code)) has.add(code);
    api.form.setFieldValue("capabilities", [...has]);
  };
  return (
    <Section>
      <FormFrame api={api} act={t`Save role`}>
        <TextInput label={t`Name`} {...api.form.getInputProps("name")} />
        <TextInput
          label={t`Largest discount`}
          inputMode="decimal"
          rightSection="%"
          {...api.form.getInputProps("max_discount")}
        />
        <Rights rights={rights} has={has} onToggle={toggle} />
      </FormFrame>
    </Section>
  );
}

interface RightsProps {
  rights: readonly Right[];
  has: ReadonlySet<string>;
  onToggle?: (code: string) => void;
}

/** Rights in the server's own groups and order; those that the reader lacks can't be given. */
function Rights({ rights, has, onToggle }: RightsProps) {
  const { t } = useLingui();
  const { i18n } = useCatalog();
  const groups = new Map<string, Right[]>();
  for (const right of rights) groups.set(right.group, [...(groups.get(right.group) ?? []), right]);
  const words = (right: Right) => {
    const told = RIGHTS[right.code];
    return told ? i18n._(told) : right.sentence;
  };
  return (
    <div className={classes.rights}>
      {[...groups].map(([group, members]) => (
        <section key={group} aria-label={groupWords(group)}>
          <Title order={2} size="sm" mb="xs">
            {groupWords(group)}
          </Title>
          {members.map((right) => (
            <div key={right.code} className={classes.right}>
              {onToggle ? (
                <Checkbox
                  label={words(right)}
                  description={right.is_mine ? undefined : t`You don't have this right yourself`}
                  checked={has.has(right.code)}
                  disabled={!right.is_mine}
                  onChange={() => onToggle(right.code)}
                />
              ) : (
                <Text c={has.has(right.code) ? undefined : "dimmed"}>
                  {has.has(right.code) ? "✓" : "–"} {words(right)}
                  {!has.has(right.code) && <span className="visually-hidden"> ({t`not permitted`})</span>}
                </Text>
              )}
            </div>
          ))}
        </section>
      ))}
    </div>
  );
}
