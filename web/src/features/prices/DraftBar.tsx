/** The path Draft → Approved → Ended of a promotion or price list, and the steps that are open to this reader. */
import { useLingui as useWords } from "@lingui/react";
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Ask } from "@/components/ui/Ask";
import { StatusBadge, type Tone } from "@/components/ui/StatusBadge";
import { dateTime } from "@/lib/format";
import { useMay } from "@/lib/session";
import type { Status } from "./api";
import classes from "./DraftBar.module.css";
import { inWords } from "./problems";
import { STATUSES } from "./words";

const PATH: readonly Status[] = ["DRAFT", "APPROVED", "ENDED"];

interface Props {
  row: { status?: Status | undefined; name: string; approved_at?: string | null | undefined };
  standing: { tone: Tone; label: string };
  approve: () => Promise<unknown>;
  end: () => Promise<unknown>;
  onDone: () => Promise<unknown>;
  /** What approving does, said before it is done. */
  effect: string;
  more?: ReactNode;
}

export function DraftBar({ row, standing, approve, end, onDone, effect, more }: Props) {
  const { t } = useLingui();
  const { i18n } = useWords();
  const may = useMay();
  const [asking, setAsking] = useState<"approve" | "end">();
  const act = useMutation({
    mutationFn: (what: "approve" | "end") => (what === "approve" ? approve() : end()),
    onSuccess: async () => {
      setAsking(undefined);
      await onDone();
    },
  });
  const keep = () => {
    setAsking(undefined);
    act.reset();
  };
  const status = row.status ?? "DRAFT";
  const approvedAt = row.approved_at ? dateTime(row.approved_at) : "";
  return (
    <div className={classes.bar}>
      <ol className={classes.path} aria-label={t`Stages`}>
        {PATH.map((stage) => (
          <li key={stage} aria-current={stage === status ? "step" : undefined}>
            {stage === status ? (
              <StatusBadge tone={standing.tone}>{standing.label}</StatusBadge>
            ) : (
              i18n._(STATUSES[stage].label)
            )}
            {stage === "APPROVED" && approvedAt && <span className={classes.when}>{approvedAt}</span>}
          </li>
        ))}
      </ol>
      <Group gap="xs">
        {more}
        {status !== "ENDED" && may("price.manage") && (
          <Button variant="default" onClick={() => setAsking("end")}>
            {status === "DRAFT" ? <Trans>Discard draft</Trans> : <Trans>End it</Trans>}
          </Button>
        )}
        {status === "DRAFT" && may("price.approve") && (
          <Button onClick={() => setAsking("approve")}>
            <Trans>Approve</Trans>
          </Button>
        )}
        {status === "DRAFT" && !may("price.approve") && (
          <span className={classes.when}>
            <Trans>It waits for somebody who may approve it.</Trans>
          </span>
        )}
      </Group>
      <Ask
        opened={asking === "approve"}
        title={t`Approve ${row.name}?`}
        act={t`Approve`}
        keep={t`Keep as a draft`}
        busy={act.isPending}
        error={inWords(act.error)}
        onAct={() => act.mutate("approve")}
        onKeep={keep}
      >
        {effect}
      </Ask>
      <Ask
        opened={asking === "end"}
        title={status === "DRAFT" ? t`Discard the draft ${row.name}?` : t`End ${row.name}?`}
        act={status === "DRAFT" ? t`Discard draft` : t`End it`}
        keep={t`Keep it`}
        dangerous
        busy={act.isPending}
        error={inWords(act.error)}
        onAct={() => act.mutate("end")}
        onKeep={keep}
      >
        <Trans>This is for good. Sales that were made keep their prices.</Trans>
      </Ask>
    </div>
  );
}
