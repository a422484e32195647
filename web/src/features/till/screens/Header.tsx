/** Who sells, at which till, and how the till stands to the server. The same place in every state. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import {
  IconAlertTriangle,
  IconCloudOff,
  IconCloudUp,
  IconDots,
  IconPlugConnected,
  IconUser,
} from "@tabler/icons-react";
import { useState, useSyncExternalStore } from "react";
import { LookMenu } from "@/components/LookMenu";
import { hasUpdate, onUpdate, update } from "@/lib/pwa";
import { leave } from "../state/session";
import { useTill } from "../state/till";
import { Keys } from "./Keys";
import { Queue } from "./Queue";
import classes from "./till.module.css";

export function Header() {
  const { t } = useLingui();
  const { place, session, online, waiting, review, sending, memory } = useTill();
  const newer = useSyncExternalStore(onUpdate, hasUpdate);
  const [shown, setShown] = useState<"queue" | "keys">();
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
      <span className={classes.grow} />
      <button type="button" className={classes.textButton} onClick={() => setShown("queue")} data-testid="connection">
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
      <LookMenu size={48} />
      <Menu>
        <Menu.Target>
          <button type="button" className={classes.iconButton} aria-label={t`More`}>
            <IconDots size={24} aria-hidden />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setShown("queue")}>
            <Trans>Sales of this till</Trans>
          </Menu.Item>
          <Menu.Item onClick={() => open("/pos/display", "optimapos-display", "popup,width=900,height=600")}>
            <Trans>Customer display</Trans>
          </Menu.Item>
          <Menu.Item onClick={() => setShown("keys")}>
            <Trans>Keys</Trans>
          </Menu.Item>
          {newer && (
            <Menu.Item onClick={update}>
              <Trans>Take the new version</Trans>
            </Menu.Item>
          )}
          <Menu.Item component="a" href="/">
            <Trans>Back office</Trans>
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Queue opened={shown === "queue"} onClose={() => setShown(undefined)} />
      <Keys opened={shown === "keys"} onClose={() => setShown(undefined)} />
    </header>
  );
}
