/**
 * A new customer in a dialog, at the till and in the back office: name, phone, e-mail, tax number. What was typed in a
 * search stands where it belongs; whoever is known already is offered instead. The caller says how to save and find.
 */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Modal, TextInput } from "@mantine/core";
import { FormFrame } from "@/components/ui/FormFrame";
import { useApiForm } from "@/components/ui/form";
import { Notice } from "@/components/ui/Notice";
import { useActKey } from "@/lib/keys";
import { type Double, type FindCustomers, type KnownBy, type KnownCustomer, useDoubles } from "./doubles";

/** What is written of a new customer; what was left empty is not there. */
export interface CustomerDraft {
  name: string;
  phone?: string;
  email?: string;
  vat_number?: string;
}

interface Props<C extends KnownCustomer> {
  opened: boolean;
  onClose: () => void;
  /** What was typed where nobody was found: digits are a phone, a word with @ an address, all else a name. */
  typed?: string;
  /** Saves it once: repeats come with the same key. */
  save: (draft: CustomerDraft, key: string) => Promise<C>;
  find: FindCustomers<C>;
  /** The customer to go on with: the new one, or one that was known. */
  onChosen: (customer: C, how: "created" | "known") => void;
}

export function CustomerCreateModal<C extends KnownCustomer>(props: Props<C>) {
  const { t } = useLingui();
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={t`New customer`} size="md">
      <CreateForm {...props} />
    </Modal>
  );
}

type Values = { name: string; phone: string; email: string; vat_number: string };

/** The typed text in the field that it is for. */
function placed(typed: string): Values {
  const text = typed.trim();
  const empty = { name: "", phone: "", email: "", vat_number: "" };
  if (text.includes("@")) return { ...empty, email: text };
  if (/^[+\d][\d\s()./-]*$/.test(text)) return { ...empty, phone: text };
  return { ...empty, name: text };
}

/** The values without what was left empty. */
function draftOf(values: Values): CustomerDraft {
  const told = Object.entries(values).map(([field, value]) => [field, value.trim()] as const);
  return Object.fromEntries(told.filter(([, value]) => value)) as unknown as CustomerDraft;
}

function CreateForm<C extends KnownCustomer>({ typed = "", save, find, onChosen, onClose }: Props<C>) {
  const { t } = useLingui();
  const key = useActKey();
  const api = useApiForm<Values, C>({
    initial: placed(typed),
    validate: {
      name: (value: string) => (value.trim() ? null : t`Write a name.`),
      email: (value: string) =>
        !value.trim() || /^\S+@\S+\.\S+$/.test(value.trim())
          ? null
          : t`An e-mail address has an @ and a dot, such as ana@example.com.`,
    },
    save: (values) => {
      const draft = draftOf(values);
      return save(draft, key(draft));
    },
    fieldOf: { BAD_VAT_NUMBER: "vat_number" },
    onSaved: (customer) => onChosen(customer, "created"),
  });
  const { form } = api;
  const doubles = useDoubles(form.values, find);
  const use = (customer: C) => {
    form.resetDirty();
    onChosen(customer, "known");
  };
  const field = (name: keyof Values) => ({ ...form.getInputProps(name), autoComplete: "off" });
  return (
    <FormFrame api={api} act={<Trans>Save customer</Trans>} onCancel={onClose}>
      <TextInput label={t`Name`} required withAsterisk={false} maxLength={200} data-autofocus {...field("name")} />
      <TextInput label={t`Phone (optional)`} type="tel" maxLength={40} {...field("phone")} />
      <TextInput label={t`E-mail (optional)`} type="email" maxLength={254} {...field("email")} />
      <TextInput label={t`Tax number (optional)`} maxLength={40} {...field("vat_number")} />
      {doubles.map((double) => (
        <Notice
          key={double.customer.id}
          kind="warning"
          actions={
            <Button size="sm" variant="default" onClick={() => use(double.customer)}>
              <Trans>Use {double.customer.name}</Trans>
            </Button>
          }
        >
          <KnownWords {...double} />
        </Notice>
      ))}
    </FormFrame>
  );
}

function KnownWords({ by, customer }: Double<KnownCustomer>) {
  const { t } = useLingui();
  const { name, code } = customer;
  const words: Record<KnownBy, string> = {
    phone: t`This phone belongs to ${name} (${code}).`,
    email: t`This e-mail belongs to ${name} (${code}).`,
    vat_number: t`This tax number belongs to ${name} (${code}).`,
    name: t`There is a customer of this name: ${name} (${code}).`,
  };
  return words[by];
}
