/** Sign-in to the back office by e-mail and password; with several businesses, which one. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Anchor, Button, PasswordInput, TextInput, Title } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type FormEvent, useEffect, useState } from "react";
import { LookMenu } from "@/components/LookMenu";
import { ProblemNotice } from "@/components/ui/Notice";
import { business } from "@/lib/api";
import { queryClient } from "@/lib/queries";
import { type Me, meQuery, signIn, signOut } from "@/lib/session";
import classes from "./SignIn.module.css";

/** Only a path of this page: an address from elsewhere must not send people there. */
function inside(path: string | undefined): string {
  return path?.startsWith("/") && !path.startsWith("//") ? path : "/";
}

/** Who signed in; the business that this device worked for before is kept if it is still one of theirs. */
async function whoEntered(): Promise<Me> {
  const kept = business.get();
  business.set(null);
  queryClient.clear();
  const me = await queryClient.fetchQuery(meQuery);
  if (me.business || !me.businesses.some((one) => one.id === kept)) return me;
  business.set(kept);
  queryClient.clear();
  return queryClient.fetchQuery(meQuery);
}

export function SignIn() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { next, choose } = useSearch({ strict: false }) as { next?: string; choose?: string };
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const [choice, setChoice] = useState<Me["businesses"]>();

  const enter = async () => {
    const me = await whoEntered();
    if (me.business) await navigate({ to: inside(next) });
    else setChoice(me.businesses);
  };
  useEffect(() => {
    if (choose) whoEntered().then((me) => setChoice(me.businesses), setError);
  }, [choose]);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setError(undefined);
    try {
      await signIn(String(form.get("email")).trim(), String(form.get("password")));
      await enter();
    } catch (refused) {
      setError(refused);
    } finally {
      setBusy(false);
    }
  };
  const pick = async (id: string) => {
    business.set(id);
    queryClient.clear();
    await navigate({ to: inside(next) });
  };
  const leave = async () => {
    await signOut();
    setChoice(undefined);
    await navigate({ to: "/sign-in", search: {} as never });
  };
  return (
    <main className={classes.page}>
      <div className={classes.look}>
        <LookMenu />
      </div>
      <div className={classes.card}>
        <Title order={1}>{choice ? t`Choose a business` : t`Sign in`}</Title>
        <ProblemNotice error={error} />
        {choice ? (
          <>
            {choice.map((one) => (
              <Button key={one.id} variant="default" size="lg" onClick={() => pick(one.id)}>
                {one.name}
              </Button>
            ))}
            {choice.length === 0 && (
              <p>
                <Trans>This account works for no business. Ask the owner to add you.</Trans>
              </p>
            )}
            <Button variant="subtle" onClick={leave}>
              <Trans>Sign in as somebody else</Trans>
            </Button>
          </>
        ) : (
          <form onSubmit={submit} className={classes.form}>
            <TextInput
              label={t`E-mail`}
              name="email"
              type="email"
              autoComplete="username"
              required
              withAsterisk={false}
              size="md"
              data-autofocus
            />
            <PasswordInput
              label={t`Password`}
              name="password"
              autoComplete="current-password"
              required
              withAsterisk={false}
              size="md"
            />
            <Button type="submit" size="lg" loading={busy}>
              <Trans>Sign in</Trans>
            </Button>
          </form>
        )}
        <Anchor href="/pos">
          <Trans>Open the till instead</Trans>
        </Anchor>
      </div>
    </main>
  );
}
