/** The form of an account at a provider. Secrets that are kept are not shown: a field that is left empty changes nothing. */
import { useLingui as useCatalog } from "@lingui/react";
import { useLingui } from "@lingui/react/macro";
import { PasswordInput, Select, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { FormFrame } from "@/components/ui/FormFrame";
import { useApiForm } from "@/components/ui/form";
import { toast } from "@/components/ui/toast";
import { useActKey } from "@/lib/keys";
import { useCurrency } from "@/lib/session";
import { type Account, addAccount, changeAccount } from "./api";
import { changesOf, listed, NEEDED, OPTIONAL, type Values } from "./rules";
import { PROVIDERS, SECRETS } from "./words";

const MOMO_ADDRESSES = ["https://sandbox.momodeveloper.mtn.com", "https://proxy.momoapi.mtn.com"];

interface Props {
  account: Account | undefined;
  onDone: () => void;
  onMade: (account: Account) => void;
}

export function AccountForm({ account, onDone, onMade }: Props) {
  const { t } = useLingui();
  const { i18n } = useCatalog();
  const currency = useCurrency();
  const cache = useQueryClient();
  const key = useActKey();
  const api = useApiForm<Values, Account>({
    initial: {
      provider: account?.provider ?? "STRIPE",
      name: account?.name ?? "",
      mode: account?.mode ?? "TEST",
      currencies: (account?.currencies ?? [currency]).join(", "),
      networks: (account?.networks ?? []).join(", "),
      base_url: account?.base_url ?? "",
      callback_url: account?.callback_url ?? "",
      publishable_key: account?.publishable_key ?? "",
      webhook_secret: "",
      secrets: {},
    },
    validate: {
      name: (value: string) => (value.trim() ? null : t`Write what this account is called here.`),
      currencies: (value: string) =>
        listed(value).length > 0 && listed(value).every((code) => /^[A-Z]{3}$/.test(code))
          ? null
          : t`Write currencies by their three letters, such as EUR.`,
      secrets: (secrets: Values["secrets"], { provider }) =>
        account || NEEDED[provider].every((one) => secrets[one]?.trim())
          ? null
          : t`The provider needs each of its keys. They stand on its own page for developers.`,
    },
    fieldOf: { BAD_SECRETS: "secrets", UNKNOWN_CURRENCY: "currencies", BAD_ADDRESS: "base_url", NAME_TAKEN: "name" },
    save: (values) => {
      const changes = changesOf(values);
      if (account) return changeAccount(account.id, changes, key(changes));
      return addAccount({ ...changes, provider: values.provider }, key({ ...changes, provider: values.provider }));
    },
    onSaved: (saved) => {
      cache.invalidateQueries({ queryKey: ["payment-accounts"] });
      toast(t`The account is saved.`);
      if (account || saved.provider === "MANUAL") onDone();
      else onMade(saved);
    },
  });
  const { form } = api;
  const field = form.getInputProps;
  const { provider } = form.values;
  const isConnected = provider !== "MANUAL";
  return (
    <FormFrame api={api} act={account ? t`Save account` : t`Add account`} onCancel={onDone}>
      {!account && (
        <Select
          label={t`Provider`}
          data={Object.entries(PROVIDERS).map(([value, words]) => ({ value, label: i18n._(words) }))}
          allowDeselect={false}
          {...field("provider")}
        />
      )}
      <TextInput label={t`Name`} maxLength={80} {...field("name")} />
      <TextInput
        label={t`Currencies`}
        description={t`Their letters, with a comma between them`}
        {...field("currencies")}
      />
      {isConnected && (
        <Select
          label={t`What it moves`}
          data={[
            { value: "TEST", label: t`Test money` },
            { value: "LIVE", label: t`Real money` },
          ]}
          allowDeselect={false}
          {...field("mode")}
        />
      )}
      {provider === "MTN_MOMO" && (
        <Select label={t`Address of the provider`} data={MOMO_ADDRESSES} clearable {...field("base_url")} />
      )}
      {(provider === "MTN_MOMO" || provider === "PAYSTACK") && (
        <TextInput
          label={t`Networks (optional)`}
          description={t`Of mobile money, such as MTN, with a comma between them`}
          {...field("networks")}
        />
      )}
      {provider === "STRIPE" && <TextInput label={t`Publishable key (optional)`} {...field("publishable_key")} />}
      {isConnected && <Secrets account={account} provider={provider} form={form} />}
    </FormFrame>
  );
}

interface SecretsProps {
  account: Account | undefined;
  provider: Values["provider"];
  form: ReturnType<typeof useApiForm<Values, Account>>["form"];
}

function Secrets({ account, provider, form }: SecretsProps) {
  const { t } = useLingui();
  const { i18n } = useCatalog();
  const kept = new Set(account?.secret_names);
  const name = (one: string) => {
    const words = SECRETS[one] ? i18n._(SECRETS[one]) : one;
    return OPTIONAL[provider].includes(one) ? t`${words} (optional)` : words;
  };
  return (
    <>
      {[...NEEDED[provider], ...OPTIONAL[provider]].map((one, at) => (
        <PasswordInput
          key={one}
          label={name(one)}
          description={kept.has(one) ? t`Kept, and never shown. Write a new one to replace it.` : undefined}
          autoComplete="new-password"
          maxLength={500}
          value={form.values.secrets[one] ?? ""}
          error={at === 0 ? form.errors.secrets : undefined}
          onChange={(event) =>
            form.setFieldValue("secrets", { ...form.values.secrets, [one]: event.currentTarget.value })
          }
        />
      ))}
      {provider !== "MTN_MOMO" && (
        <PasswordInput
          label={t`Secret for messages (optional)`}
          description={
            account
              ? t`Write a new one to replace it; the one before still counts until the next is written.`
              : t`The provider shows it beside the webhook address. It proves that a message is the provider's.`
          }
          autoComplete="new-password"
          maxLength={200}
          {...form.getInputProps("webhook_secret")}
        />
      )}
    </>
  );
}
