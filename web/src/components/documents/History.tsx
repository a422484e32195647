/** The steps that a document has taken, in words, newest first. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Section } from "@/components/ui/Page";
import { dateTime } from "@/lib/format";
import classes from "./History.module.css";
import type { StatusChange } from "./StatusPath";
import { statusName } from "./words";

interface Props {
  history: readonly StatusChange[];
  /** The names of statuses by code. */
  nameOf: (code: string) => string;
}

export function History({ history, nameOf }: Props) {
  const { t } = useLingui();
  if (history.length === 0) return null;
  return (
    <Section title={t`History`}>
      <ol className={classes.list}>
        {[...history].reverse().map((change) => {
          const who = change.user_name ?? t`Somebody`;
          const status = statusName(nameOf(change.to_status));
          return (
            <li key={`${change.at}${change.to_status}`}>
              <span>
                <Trans>
                  {who}: {status}
                </Trans>
              </span>
              {change.comment && <span>“{change.comment}”</span>}
              <span className={classes.when}>{dateTime(change.at)}</span>
            </li>
          );
        })}
      </ol>
    </Section>
  );
}
