/** What has to be looked at before two customers are merged all the same. */
import { useLingui as useRuntime } from "@lingui/react";
import { Trans } from "@lingui/react/macro";
import { Notice } from "@/components/ui/Notice";
import type { Problem } from "@/lib/problem";
import { CONFLICTS } from "./words";

export function Conflicts({ problem }: { problem: Problem }) {
  const { i18n } = useRuntime();
  const found = Array.isArray(problem.data.conflicts) ? problem.data.conflicts.map(String) : [];
  return (
    <Notice kind="warning" note={problem.code}>
      <Trans>Nothing was merged yet. Look at this first:</Trans>
      <ul style={{ margin: 0, paddingInlineStart: "var(--space-4)" }}>
        {found.map((one) => (
          <li key={one}>{CONFLICTS[one] ? i18n._(CONFLICTS[one]) : one}</li>
        ))}
      </ul>
    </Notice>
  );
}
