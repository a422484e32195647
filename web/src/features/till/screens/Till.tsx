/** The till: which of its screens is shown. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Progress, Title } from "@mantine/core";
import { useEffect } from "react";
import { Notice, ProblemNotice } from "@/components/ui/Notice";
import { count } from "@/lib/format";
import { boot, sellHere, toPeople } from "../state/session";
import { useTill } from "../state/till";
import { Counter } from "./Counter";
import { Done } from "./Done";
import { Enrol, People } from "./Door";
import { Header } from "./Header";
import { Tender } from "./Tender";
import classes from "./till.module.css";

export function Till() {
  const { t } = useLingui();
  const phase = useTill((state) => state.phase);
  useEffect(() => {
    document.title = t`Till · OptimaPOS`;
    void boot();
  }, [t]);
  return (
    <div className={classes.root} data-phase={phase}>
      {phase === "selling" ? <Selling /> : <Door />}
    </div>
  );
}

function Selling() {
  const view = useTill((state) => state.view);
  const refused = useTill((state) => state.cannotSellOffline);
  return (
    <>
      <Header />
      {refused && (
        <div className={classes.bars}>
          <Notice kind="warning">
            {refused === "persist" ? (
              <Trans>
                This till can't sell offline: the browser does not promise to keep what it stores. Install the till as
                an app, or allow it to store data. Selling with a connection works.
              </Trans>
            ) : (
              <Trans>
                This till can't sell offline: this browser can't write sales safely to the disk. Selling with a
                connection works.
              </Trans>
            )}
          </Notice>
        </div>
      )}
      {view === "tender" ? <Tender /> : view === "done" ? <Done /> : <Counter />}
    </>
  );
}

function Door() {
  const { phase, fault, progress } = useTill();
  if (phase === "starting") return null;
  return (
    <main className={classes.door}>
      <div className={classes.doorCard}>
        {phase === "enrol" && <Enrol />}
        {phase === "people" && <People />}
        {phase === "elsewhere" && (
          <>
            <Title order={1}>
              <Trans>This till is open in another window</Trans>
            </Title>
            <Button size="xl" onClick={() => void sellHere()}>
              <Trans>Use here</Trans>
            </Button>
          </>
        )}
        {phase === "loading" && (
          <>
            <Title order={1}>
              <Trans>Loading the shop</Trans>
            </Title>
            <ProblemNotice
              error={fault}
              actions={
                <Button variant="default" onClick={() => void toPeople()}>
                  <Trans>Sign in again</Trans>
                </Button>
              }
            />
            <Progress value={100} animated aria-label={progress?.kind ?? "…"} />
            <p role="status">{progress ? `${progress.kind}: ${count(progress.rows)}` : ""}</p>
          </>
        )}
        {phase === "broken" && (
          <>
            <Title order={1}>
              <Trans>This till can't start</Trans>
            </Title>
            <ProblemNotice
              error={fault}
              actions={
                <Button variant="default" onClick={() => location.reload()}>
                  <Trans>Start again</Trans>
                </Button>
              }
            />
          </>
        )}
      </div>
    </main>
  );
}
