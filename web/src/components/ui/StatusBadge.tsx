/** A status as icon, word and tint: one map for the whole product. */
import {
  IconAlertTriangle,
  IconBan,
  IconCheck,
  IconCircle,
  IconCircleHalf2,
  IconClock,
  IconInfoCircle,
  IconX,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./StatusBadge.module.css";

export type Tone = "draft" | "waiting" | "partly" | "done" | "danger" | "warning" | "cancelled" | "info";

const ICONS: Record<Tone, typeof IconCheck> = {
  draft: IconCircle,
  waiting: IconClock,
  partly: IconCircleHalf2,
  done: IconCheck,
  danger: IconX,
  warning: IconAlertTriangle,
  cancelled: IconBan,
  info: IconInfoCircle,
};

export function StatusBadge({ tone, children }: { tone: Tone; children: ReactNode }) {
  const Icon = ICONS[tone];
  return (
    <span className={classes.badge} data-tone={tone}>
      <Icon size={14} stroke={2} aria-hidden />
      <span>{children}</span>
    </span>
  );
}
