/** How long the cart holds its stock; a warning in words under two minutes. */
import { useLingui } from "@lingui/react/macro";
import { IconClock } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { now } from "../state/till";
import classes from "./till.module.css";

const SOON_S = 120;

export function Countdown({ until }: { until: string | null }) {
  const { t } = useLingui();
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 1_000);
    return () => clearInterval(timer);
  }, []);
  if (!until) return null;
  const left = Math.floor((new Date(until).getTime() - now()) / 1_000);
  const clock = `${Math.floor(Math.max(0, left) / 60)}:${String(Math.max(0, left) % 60).padStart(2, "0")}`;
  if (left <= 0) return <div className={classes.flag}>{t`No longer reserved`}</div>;
  return (
    <div className={left < SOON_S ? classes.flag : classes.small}>
      <IconClock size={14} aria-hidden /> {left < SOON_S ? t`Reserved for ${clock} more` : t`Reserved ${clock}`}
    </div>
  );
}
