/** What happened to one thing, newest first: who, what and when. */

import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { asQuery } from "@/components/list/state";
import { ProblemNotice } from "@/components/ui/Notice";
import { Waiting } from "@/components/ui/Waiting";
import { answer, desk, type Schemas } from "@/lib/api";
import { dateTime } from "@/lib/format";
import { useMemberName } from "@/lib/names";
import classes from "./History.module.css";
import { eventFacts, eventWords } from "./words";

type Event = Schemas["AuditLog"];

const LONGEST = 200;

/** `of` names the thing, such as `{ sale: id }`. */
export function History({ of }: { of: Record<string, string> }) {
  const { t } = useLingui();
  const { data, error, isPending } = useQuery({
    queryKey: ["audit-logs", "history", of],
    queryFn: ({ signal }) =>
      answer(desk.GET("/api/audit-logs/", { params: { query: asQuery({ ...of, page_size: LONGEST }) }, signal })),
  });
  if (isPending && !error) return <Waiting label={t`Loading the history`} />;
  const events = data?.results ?? [];
  return (
    <>
      <ProblemNotice error={error} />
      {data && events.length === 0 && (
        <p>
          <Trans>Nothing is written of it.</Trans>
        </p>
      )}
      <ol className={classes.events}>
        {events.map((event) => (
          <HistoryLine key={event.id} event={event} />
        ))}
      </ol>
    </>
  );
}

function HistoryLine({ event }: { event: Event }) {
  const person = useMemberName();
  const facts = eventFacts(event.event_data);
  return (
    <li className={classes.event}>
      <span>
        <strong>{eventWords(event.event_type)}</strong>
        {facts.length > 0 && (
          <span className={classes.facts}> {facts.map(([term, value]) => `${term}: ${value}`).join(" · ")}</span>
        )}
        {event.description && <span className={classes.facts}> {event.description}</span>}
      </span>
      <span className={classes.when}>
        {dateTime(event.timestamp ?? "")}
        {event.user && ` · ${person(event.user)}`}
      </span>
    </li>
  );
}
