/** Sign-in to the back office by e-mail and password; with several businesses, which one. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Anchor, Button, PasswordInput, TextInput, Title } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { LookMenu } from "@/components/LookMenu";
import { ProblemNotice } from "@/components/ui/Notice";
import { business } from "@/lib/api";
import { asProblem } from "@/lib/problem";
import { queryClient } from "@/lib/queries";
import { meQuery, signIn } from "@/lib/session";
import classes from "./SignIn.module.css";

/** Only a path of this page: an address from elsewhere must not send people there. */
function inside(path: string | undefined): string {
  return path?.startsWith("/") && !path.startsWith("//") ? path : "/";
}

export function SignIn() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { next } = useSearch({ strict: false }) as { next?: string };
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const [choice, setChoice] = useState<string[]>();

  const enter = async () => {
    queryClient.clear();
    try {
      await queryClient.fetchQuery(meQuery);
      await navigate({ to: inside(next) });
    } catch (refused) {
      const problem = asProblem(refused);
      if (problem.code !== "BUSINESS_REQUIRED") throw refused;
      setChoice(problem.data.businesses as string[]);
    }
  };
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
  const choose = async (id: string) => {
    business.set(id);
    setChoice(undefined);
    await enter().catch(setError);
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
          choice.map((id) => (
            <Button key={id} variant="default" size="lg" onClick={() => choose(id)}>
              {id}
            </Button>
          ))
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
