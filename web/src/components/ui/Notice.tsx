/** What has to be said where it happened: a refusal with the way out, a warning, a fact. Never a toast. */

import { useLingui } from "@lingui/react/macro";
import { ActionIcon } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconCircleX, IconInfoCircle, IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { asProblem } from "@/lib/problem";
import { problemText } from "@/lib/words";
import classes from "./Notice.module.css";

type Kind = "danger" | "warning" | "info" | "done";
const ICONS = { danger: IconCircleX, warning: IconAlertTriangle, info: IconInfoCircle, done: IconCheck };

interface Props {
  kind: Kind;
  children: ReactNode;
  actions?: ReactNode;
  /** Small print for support, such as a code. */
  note?: string | undefined;
  onClose?: () => void;
}

export function Notice({ kind, children, actions, note, onClose }: Props) {
  const { t } = useLingui();
  const Icon = ICONS[kind];
  return (
    <div className={classes.notice} data-kind={kind} role={kind === "danger" ? "alert" : "status"}>
      <Icon className={classes.icon} size={20} aria-hidden />
      <div className={classes.body}>
        <div>{children}</div>
        {actions && <div className={classes.actions}>{actions}</div>}
        {note && <div className={classes.note}>{note}</div>}
      </div>
      {onClose && (
        <ActionIcon variant="subtle" color="gray" aria-label={t`Close`} onClick={onClose}>
          <IconX size={18} />
        </ActionIcon>
      )}
    </div>
  );
}

/** Whatever was thrown, said in words; nothing where nothing was. */
export function ProblemNotice({ error, actions }: { error: unknown; actions?: ReactNode }) {
  if (!error) return null;
  const problem = asProblem(error);
  return (
    <Notice kind="danger" actions={actions} note={problem.code}>
      {problemText(problem)}
    </Notice>
  );
}
