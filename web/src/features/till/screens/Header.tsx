/** Who sells, at which till, and how the till stands to the server. The same place in every state. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { IconAlertTriangle, IconCloudOff, IconCloudUp, IconPlugConnected, IconUser } from "@tabler/icons-react";
import { time } from "@/lib/format";
import { later } from "@/lib/patiently";
import { leave } from "../state/session";
import { useShift } from "../state/shift";
import { closeLayer, show, useTill } from "../state/till";
import { Later } from "./Later";
import { MenuButtons } from "./MenuButtons";
import classes from "./till.module.css";

const Queue = later(() => import("./Queue").then((code) => ({ default: code.Queue })));
const Keys = later(() => import("./Keys").then((code) => ({ default: code.Keys })));
const Settings = later(() => import("./Settings").then((code) => ({ default: code.Settings })));

export function Header() {
  const { t } = useLingui();
  const { place, session, online, waiting, review, sending, memory, layer } = useTill();
  const shift = useShift((known) => known.shift);
  const state = review ? "review" : !online ? "offline" : "online";
  const name = session?.operator.name ?? "";
  return (
    <header className={classes.header} data-state={state}>
      <span className={classes.place}>
        {memory?.settings.storefront.name ?? place?.storefront_name} · {place?.code}
      </span>
      <button
        type="button"
        className={classes.textButton}
        onClick={() => void leave()}
        aria-label={t`${name}. Change who sells`}
      >
        <IconUser size={20} aria-hidden />
        <span className={classes.cut}>{name}</span>
      </button>
      {shift && (
        <span className={`${classes.small} ${classes.since}`}>
          {t`Shift since ${time(shift.opened_at, memory?.settings.storefront.timezone)}`}
        </span>
      )}
      <span className={classes.grow} />
      <button type="button" className={classes.textButton} onClick={() => show("queue")} data-testid="connection">
        {review > 0 ? (
          <span className={classes.state} data-tone="danger">
            <IconAlertTriangle size={20} aria-hidden />
            <Plural value={review} one="# needs you" other="# need you" />
          </span>
        ) : !online ? (
          <span className={classes.state} data-tone="warning">
            <IconCloudOff size={20} aria-hidden />
            <span>
              <Trans>Offline</Trans>
              {waiting > 0 && <> · {t`${waiting} waiting`}</>}
            </span>
          </span>
        ) : waiting > 0 || sending ? (
          <span className={classes.state}>
            <IconCloudUp size={20} aria-hidden />
            {t`Sending ${waiting}`}
          </span>
        ) : (
          <span className={`${classes.state} ${classes.small}`}>
            <IconPlugConnected size={20} aria-hidden />
            <Trans>Online</Trans>
          </span>
        )}
      </button>
      <MenuButtons />
      <Later wanted={layer === "queue" || layer === "keys" || layer === "settings"} onClose={closeLayer}>
        <Queue opened={layer === "queue"} onClose={closeLayer} />
        <Keys opened={layer === "keys"} onClose={closeLayer} />
        <Settings opened={layer === "settings"} onClose={closeLayer} />
      </Later>
    </header>
  );
}
