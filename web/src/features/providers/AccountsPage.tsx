/** Accounts at payment providers: added, given new secrets, switched off. What is secret is written and never shown again. */
import { useLingui as useCatalog } from "@lingui/react";
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Drawer, Menu } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Column } from "@/components/list/columns";
import { ListPage } from "@/components/list/ListPage";
import { Ask } from "@/components/ui/Ask";
import { CopyText } from "@/components/ui/CopyText";
import { Section } from "@/components/ui/Page";
import { StatusBadge } from "@/components/ui/StatusBadge";
import { toast } from "@/components/ui/toast";
import { useActKey } from "@/lib/keys";
import { AccountForm } from "./AccountForm";
import { type Account, changeAccount, readAccounts } from "./api";
import { PROVIDERS } from "./words";

export default function AccountsPage() {
  const { t } = useLingui();
  const { i18n } = useCatalog();
  const [opened, setOpened] = useState<Account | "new">();
  const [switched, setSwitched] = useState<Account>();
  const state = (row: Account) => (row.is_active ? t`In use` : t`Switched off`);
  const mode = (row: Account) => (row.mode === "LIVE" ? t`Real money` : t`Test`);
  const columns: Column<Account>[] = [
    { id: "name", header: t`Account`, cell: (row) => row.name, text: (row) => row.name },
    {
      id: "provider",
      header: t`Provider`,
      narrow: true,
      cell: (row) => i18n._(PROVIDERS[row.provider]),
      text: (row) => row.provider,
    },
    {
      id: "state",
      header: t`State`,
      narrow: true,
      cell: (row) => <StatusBadge tone={row.is_active ? "done" : "cancelled"}>{state(row)}</StatusBadge>,
      text: state,
    },
    { id: "mode", header: t`Moves`, cell: mode, text: mode },
    {
      id: "currencies",
      header: t`Currencies`,
      cell: (row) => (row.currencies ?? []).join(", "),
      text: (row) => (row.currencies ?? []).join(" "),
    },
  ];
  const menu = (row: Account) => (
    <>
      <Menu.Item onClick={() => setOpened(row)}>
        <Trans>Change, or give new secrets</Trans>
      </Menu.Item>
      <Menu.Item onClick={() => setSwitched(row)}>
        {row.is_active ? <Trans>Switch off</Trans> : <Trans>Use again</Trans>}
      </Menu.Item>
    </>
  );
  const close = () => setOpened(undefined);
  return (
    <>
      <ListPage
        id="payment-accounts"
        title={t`Payment providers`}
        columns={columns}
        read={readAccounts}
        rowKey={(row) => row.id}
        onOpen={setOpened}
        rowMenu={menu}
        primary={<Button onClick={() => setOpened("new")}>{t`Add account`}</Button>}
        empty={{
          title: t`No accounts yet`,
          text: t`Add the account that the shop has at Stripe, Paystack or MTN MoMo, or a card machine that stands beside the till.`,
        }}
      />
      <Drawer
        opened={opened !== undefined}
        onClose={close}
        size="lg"
        title={typeof opened === "object" ? opened.name : t`Add account`}
      >
        {typeof opened === "object" && opened.provider !== "MANUAL" && <Webhook account={opened} />}
        {opened && (
          <AccountForm
            // A form of its own for each, so that no secret stays in one that was saved.
            key={opened === "new" ? "new" : opened.id}
            account={opened === "new" ? undefined : opened}
            onDone={close}
            onMade={setOpened}
          />
        )}
      </Drawer>
      {switched && <Switching account={switched} onDone={() => setSwitched(undefined)} />}
    </>
  );
}

/** Where the provider sends its messages: typed there once. */
function Webhook({ account }: { account: Account }) {
  const { t } = useLingui();
  return (
    <Section title={t`Address for the provider's messages`}>
      <CopyText text={`${location.origin}${account.webhook_path}`} label={t`Copy address`} />
      <p>
        <Trans>Enter it as the webhook address at the provider, so that payments are told here by themselves.</Trans>
      </p>
    </Section>
  );
}

function Switching({ account, onDone }: { account: Account; onDone: () => void }) {
  const { t } = useLingui();
  const cache = useQueryClient();
  const key = useActKey();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const { name } = account;
  const isOff = !account.is_active;
  const act = async () => {
    setBusy(true);
    try {
      await changeAccount(account.id, { is_active: isOff }, key(isOff));
      await cache.invalidateQueries({ queryKey: ["payment-accounts"] });
      toast(isOff ? t`${name} is in use again.` : t`${name} is switched off.`);
      onDone();
    } catch (refused) {
      setError(refused);
      setBusy(false);
    }
  };
  return (
    <Ask
      opened
      title={isOff ? t`Use ${name} again?` : t`Switch ${name} off?`}
      act={isOff ? t`Use account again` : t`Switch account off`}
      keep={t`Leave it as it is`}
      dangerous={!isOff}
      busy={busy}
      error={error}
      onAct={act}
      onKeep={onDone}
    >
      {isOff ? (
        <Trans>New payments are asked of it again.</Trans>
      ) : (
        <Trans>No new payment is asked of it. What it took is still told and can be given back.</Trans>
      )}
    </Ask>
  );
}
