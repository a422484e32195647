/**
 * Tells that a newer release waits. Nothing is loaded anew by itself: who is in the middle of something finishes it first,
 * and a form with changes asks before it goes.
 */
import { Trans } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useSyncExternalStore } from "react";
import { hasUpdate, onUpdate, update } from "@/lib/pwa";
import classes from "./NewVersion.module.css";

export function NewVersion() {
  const newer = useSyncExternalStore(onUpdate, hasUpdate);
  return (
    <div role="status">
      {newer && (
        <div className={classes.bar}>
          <span>
            <Trans>A new version is here. Finish what you are writing, then load it.</Trans>
          </span>
          <Button size="sm" variant="default" leftSection={<IconRefresh size={18} aria-hidden />} onClick={update}>
            <Trans>Load new version</Trans>
          </Button>
        </div>
      )}
    </div>
  );
}
