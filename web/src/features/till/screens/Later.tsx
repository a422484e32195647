/** Layers over a screen, whose code is not waited for: it comes a moment after the screen, or when one is wanted before that. */
import { Trans } from "@lingui/react/macro";
import { useTimeout } from "@mantine/hooks";
import { type ReactNode, Suspense, useEffect, useState } from "react";
import { Notice } from "@/components/ui/Notice";
import classes from "./till.module.css";

const AFTER_MS = 1_000;
const LATE_MS = 1_500;

interface Props {
  wanted: boolean;
  /** Nobody waits for it any more. */
  onClose: () => void;
  children: ReactNode;
}

export function Later({ wanted, onClose, children }: Props) {
  const [isThere, setIsThere] = useState(wanted);
  useEffect(() => {
    const timer = setTimeout(() => setIsThere(true), AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  if (wanted && !isThere) setIsThere(true);
  return isThere && <Suspense fallback={wanted && <OnItsWay onClose={onClose} />}>{children}</Suspense>;
}

/** Instead of a part whose code does not come: what it waits for, and the way back. */
export function OnItsWay({ onClose }: { onClose: () => void }) {
  const [isLate, setLate] = useState(false);
  useTimeout(() => setLate(true), LATE_MS, { autoInvoke: true });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.stopImmediatePropagation();
      onClose();
    };
    addEventListener("keydown", press, { capture: true });
    return () => removeEventListener("keydown", press, { capture: true });
  }, [onClose]);
  if (!isLate) return null;
  return (
    <div className={classes.onItsWay}>
      <Notice kind="warning" onClose={onClose}>
        <Trans>This needs the connection once. It opens when the till is online.</Trans>
      </Notice>
    </div>
  );
}
