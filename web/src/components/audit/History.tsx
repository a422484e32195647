/** What happened to one thing, newest first: who, what and when. */

import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { asQuery } from "@/components/list/state";
import { ProblemNotice } from "@/components/ui/Notice";
import { Waiting } from "@/components/ui/Waiting";
import { answer, desk } from "@/lib/api";
import { dateTime, named } from "@/lib/format";
import { useMemberName } from "@/lib/names";
import { useCurrency, useMay } from "@/lib/session";
import { Subjects, type ToldEvent, withSubjects } from "./About";
import { eventFacts } from "./facts";
import classes from "./History.module.css";
import { eventWords } from "./words";

const LONGEST = 200;

/** `of` names the thing, such as `{ sale: id }`. */
export function History({ of }: { of: Record<string, string> }) {
  const { t } = useLingui();
  const may = useMay();
  const { data, error, isPending } = useQuery({
    queryKey: ["audit-logs", "history", of],
    queryFn: async ({ signal }) => {
      const query = asQuery({ ...of, page_size: LONGEST });
      const found = await answer(desk.GET("/api/audit-logs/", { params: { query }, signal }));
      // Whose history it is stands above it; only the goods need names.
      return withSubjects(found.results, (right) => right === "product.view" && may(right), signal);
    },
  });
  if (isPending && !error) return <Waiting label={t`Loading the history`} />;
  const events = data ?? [];
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

function HistoryLine({ event }: { event: ToldEvent }) {
  const person = useMemberName();
  const facts = eventFacts(event.event_data, useCurrency()).map(([term, value]) => named(term, value));
  const said = event.description ? [...facts, event.description] : facts;
  return (
    <li className={classes.event}>
      <span>
        <strong>{eventWords(event.event_type, event.event_data)}</strong>
        {event.subjects.length > 0 && " "}
        <Subjects of={event.subjects} />
        {said.length > 0 && <span className={classes.facts}> {said.join(" · ")}</span>}
      </span>
      <span className={classes.when}>
        {dateTime(event.timestamp ?? "")}
        {` · ${event.user ? person(event.user) : "OptimaPOS"}`}
      </span>
    </li>
  );
}
