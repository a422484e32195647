/** What has to be looked at before two customers are merged all the same. */
import { Trans } from "@lingui/react/macro";
import { Notice } from "@/components/ui/Notice";
import type { Problem } from "@/lib/problem";
import { CONFLICTS, told } from "./words";

export function Conflicts({ problem }: { problem: Problem }) {
  const found = Array.isArray(problem.data.conflicts) ? problem.data.conflicts.map(String) : [];
  return (
    <Notice kind="warning" note={problem.code}>
      <Trans>Nothing was merged yet. Look at this first:</Trans>
      <ul style={{ margin: 0, paddingInlineStart: "var(--space-4)" }}>
        {found.map((one) => (
          <li key={one}>{told(CONFLICTS, one)}</li>
        ))}
      </ul>
    </Notice>
  );
}
