/** The till: which of its screens is shown. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Progress, Title } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { Suspense, useEffect } from "react";
import { ProblemNotice } from "@/components/ui/Notice";
import { count, named } from "@/lib/format";
import { later } from "@/lib/patiently";
import { boot, sellHere, toPeople } from "../state/session";
import { useSettings } from "../state/settings";
import { set, useTill, type View } from "../state/till";
import { Charging } from "./Charging";
import { Counter } from "./Counter";
import { Done } from "./Done";
import { Enrol, People } from "./Door";
import { Header } from "./Header";
import { OnItsWay } from "./Later";
import { Tender } from "./Tender";
import classes from "./till.module.css";

const Returns = later(() => import("./Returns"));
const Exchange = later(() => import("./Exchange"));

export function Till() {
  const { t } = useLingui();
  const phase = useTill((state) => state.phase);
  const large = useSettings((state) => state.large);
  useEffect(() => {
    document.title = t`Till · OptimaPOS`;
    void boot();
  }, [t]);
  return (
    <div className={classes.root} data-phase={phase} data-large={large}>
      {phase === "selling" ? <Selling /> : <Door />}
    </div>
  );
}

const toCart = () => set({ view: "cart" });

function Selling() {
  const view = useTill((state) => state.view);
  const refused = useTill((state) => state.cannotSellOffline);
  return (
    <>
      <Header />
      {refused && view === "cart" && (
        <details className={classes.cannot}>
          <summary>
            <IconAlertTriangle size={20} aria-hidden />
            <span>
              <Trans>This till can't sell offline.</Trans>
            </span>
            <span className={classes.small}>
              <Trans>Why?</Trans>
            </span>
          </summary>
          <p>
            {refused === "persist" ? (
              <Trans>
                The browser does not promise to keep what it stores. Install the till as an app by the browser's menu,
                or allow it to store data. Selling with a connection works.
              </Trans>
            ) : (
              <Trans>This browser can't write sales safely to the disk. Selling with a connection works.</Trans>
            )}
          </p>
        </details>
      )}
      <Suspense fallback={<OnItsWay onClose={toCart} />}>
        <Screen view={view} />
      </Suspense>
    </>
  );
}

/** Money is taken, or a provider is asked for it. */
function Taking() {
  const charge = useTill((state) => state.charge);
  return charge ? <Charging key={charge.id} charge={charge} /> : <Tender />;
}

function Screen({ view }: { view: View }) {
  if (view === "tender") return <Taking />;
  if (view === "done") return <Done />;
  if (view === "return") return <Returns />;
  return view === "exchange" ? <Exchange /> : <Counter />;
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
            <p role="status">{progress ? named(progress.kind, count(progress.rows)) : ""}</p>
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
