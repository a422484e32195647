/** What has arrived of the queue of each till: a number that is missing is a sale that is still at the till. */
import { Trans, useLingui } from "@lingui/react/macro";
import { ProblemNotice } from "@/components/ui/Notice";
import { Section } from "@/components/ui/Page";
import { SimpleTable } from "@/components/ui/SimpleTable";
import { StatusBadge } from "@/components/ui/StatusBadge";
import { ago, count } from "@/lib/format";
import { useLocationName } from "@/lib/names";
import { type Queue, useQueues } from "./api";

export function Queues() {
  const { t } = useLingui();
  const place = useLocationName();
  const { data, error } = useQueues();
  const used = data?.terminals.filter((queue) => queue.received > 0 || queue.missing_count > 0) ?? [];
  if (error) return <ProblemNotice error={error} />;
  if (used.length === 0) return null;
  return (
    <Section title={t`Tills that sold offline`}>
      <SimpleTable
        label={t`Tills that sold offline`}
        head={[
          { label: t`Till` },
          { label: t`Where` },
          { label: t`Sales that came in`, figure: true },
          { label: t`Not arrived yet` },
          { label: t`Not booked`, figure: true },
          { label: t`Last heard of` },
        ]}
        rows={used.map((queue) => ({
          key: queue.key,
          cells: [
            queue.name || queue.code,
            place(queue.location),
            count(queue.received),
            <Missing key="missing" queue={queue} />,
            count(queue.needs_review),
            queue.last_heard_of ? ago(queue.last_heard_of, new Date()) : "-",
          ],
        }))}
      />
    </Section>
  );
}

function Missing({ queue }: { queue: Queue }) {
  if (queue.missing_count === 0) {
    return (
      <StatusBadge tone="done">
        <Trans>All have arrived</Trans>
      </StatusBadge>
    );
  }
  const ranges = queue.missing.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(", ");
  return (
    <StatusBadge tone="warning">
      <Trans>
        {count(queue.missing_count)}, numbers {ranges}
      </Trans>
    </StatusBadge>
  );
}
