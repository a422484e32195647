/** A person of the business: new ones by e-mail, with a password for the back office, a PIN for the till, or both. */
import { useLingui } from "@lingui/react/macro";
import { MultiSelect, PasswordInput, Select, Switch, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { FormFrame } from "@/components/ui/FormFrame";
import { useApiForm } from "@/components/ui/form";
import { toast } from "@/components/ui/toast";
import type { Schemas } from "@/lib/api";
import { useActKey } from "@/lib/keys";
import { useLocations } from "@/lib/names";
import { addMember, changeMember, rolesQuery } from "./api";

type Member = Schemas["Member"];

export function PersonForm({ member, onDone }: { member: Member | undefined; onDone: () => void }) {
  const { t } = useLingui();
  const cache = useQueryClient();
  const key = useActKey();
  const places = useLocations();
  const { data: roles } = useQuery(rolesQuery);
  const api = useApiForm({
    initial: {
      email: member?.email ?? "",
      name: member?.name ?? "",
      role: member?.role ?? "cashier",
      all_locations: member?.all_locations ?? false,
      locations: member?.locations ?? [],
      password: "",
      pin: "",
    },
    validate: {
      email: (value: string) => (/^\S+@\S+\.\S+$/.test(value) ? null : t`Write an e-mail address.`),
      pin: (value: string) => (value === "" || /^\d{4,8}$/.test(value) ? null : t`A PIN has four to eight digits.`),
      locations: (value: string[], values: { all_locations: boolean }) =>
        values.all_locations || value.length > 0 ? null : t`Choose at least one place, or all of them.`,
    },
    save: async ({ email, name, role, all_locations, locations, password, pin }) => {
      if (member) {
        const where = all_locations ? { all_locations } : { locations };
        const named = name === member.name ? {} : { name };
        const changes = { role, ...named, ...where };
        return changeMember(member.id, changes, key(changes));
      }
      const given = { ...(password ? { password } : {}), ...(pin ? { pin } : {}) };
      const person = { email, name, role, ...given, ...(all_locations ? {} : { locations }) };
      return addMember(person, key(person));
    },
    onSaved: (saved) => {
      cache.invalidateQueries({ queryKey: ["people"] });
      cache.invalidateQueries({ queryKey: ["members"] });
      toast(t`${saved.name || saved.email} is saved.`);
      onDone();
    },
  });
  const { form } = api;
  const field = form.getInputProps;
  return (
    <FormFrame api={api} act={member ? t`Save person` : t`Add person`} onCancel={onDone}>
      {!member && <TextInput label={t`E-mail`} type="email" autoComplete="off" data-autofocus {...field("email")} />}
      <TextInput label={t`Name (optional)`} autoComplete="off" {...field("name")} />
      <Select
        label={t`Role`}
        allowDeselect={false}
        data={roles?.results.map((role) => ({ value: role.code, label: role.name })) ?? []}
        {...field("role")}
      />
      <Switch label={t`Works everywhere`} {...form.getInputProps("all_locations", { type: "checkbox" })} />
      {!form.values.all_locations && (
        <MultiSelect
          label={t`Works at`}
          data={places.map((one) => ({ value: one.id, label: one.name }))}
          {...field("locations")}
        />
      )}
      {!member && (
        <>
          <PasswordInput
            label={t`Password for the back office (optional)`}
            description={t`Who has an account already keeps their own`}
            autoComplete="new-password"
            {...field("password")}
          />
          <PasswordInput
            label={t`PIN for the till (optional)`}
            description={t`Four to eight digits`}
            inputMode="numeric"
            autoComplete="off"
            {...field("pin")}
          />
        </>
      )}
    </FormFrame>
  );
}
