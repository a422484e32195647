/** What is shown when a page can't be: not there, not permitted, or broken. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { ProblemNotice } from "@/components/ui/Notice";
import { Page } from "@/components/ui/Page";

export function NotFound() {
  const { t } = useLingui();
  return (
    <Page title={t`There is no such page`}>
      <p>
        <Trans>The address may be old or mistyped.</Trans>
      </p>
      <div>
        <Button component={Link} to="/">
          <Trans>Go to Home</Trans>
        </Button>
      </div>
    </Page>
  );
}

export function Fault({ error, reset }: { error: unknown; reset: () => void }) {
  const { t } = useLingui();
  return (
    <Page title={t`This page can't be shown`}>
      <ProblemNotice
        error={error}
        actions={
          <Button size="sm" variant="default" onClick={reset}>
            <Trans>Try again</Trans>
          </Button>
        }
      />
    </Page>
  );
}
