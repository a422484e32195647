/** The rows of a workflow: the way to it by keyboard and for screen readers, and the same that is drawn. */

import { useLingui } from "@lingui/react/macro";
import { statusName } from "@/components/documents/words";
import { SimpleTable } from "@/components/ui/SimpleTable";
import { type Chosen, type Status, type Transition, type Workflow, wayKey } from "./draft";
import { triggerWords } from "./kinds";
import classes from "./Workflow.module.css";

interface Props {
  flow: Workflow;
  chosen: Chosen | undefined;
  onChoose: (chosen: Chosen) => void;
}

/** What a status means, in words. */
export function useStatusWords(): (status: Status) => string {
  const { t } = useLingui();
  return (status) =>
    [
      status.is_initial && t`documents begin here`,
      status.is_final && t`documents are done here`,
      status.is_editable && t`can be changed`,
      status.is_deletable && t`can be deleted`,
      status.allows_conversion && t`the next document can be made`,
      status.creates_inventory_movements && t`books stock`,
      status.reverses_inventory_movements && t`takes booked stock back`,
      status.allows_movement_correction && t`booked stock can be corrected`,
    ]
      .filter(Boolean)
      .join(", ");
}

export function StatusTable({ flow, chosen, wrong, onChoose }: Props & { wrong: ReadonlySet<string> }) {
  const { t } = useLingui();
  const words = useStatusWords();
  return (
    <SimpleTable
      label={t`Statuses`}
      head={[{ label: t`Status` }, { label: t`What it means` }]}
      rows={flow.statuses.map((status) => ({
        key: status.code,
        cells: [
          <button
            key="name"
            type="button"
            className={classes.link}
            aria-pressed={chosen !== undefined && "status" in chosen && chosen.status === status.code}
            onClick={() => onChoose({ status: status.code })}
          >
            {statusName(status.name)} {wrong.has(status.code) && <span>⚠ {t`has a problem`}</span>}
          </button>,
          words(status) || "-",
        ],
      }))}
    />
  );
}

export function WayTable({ flow, chosen, who, onChoose }: Props & { who: (way: Transition) => string }) {
  const { t } = useLingui();
  const names = new Map(flow.statuses.map((status) => [status.code, statusName(status.name)]));
  return (
    <SimpleTable
      label={t`Ways between them`}
      head={[{ label: t`Way` }, { label: t`Who` }, { label: t`How` }]}
      rows={flow.transitions.map((way) => ({
        key: wayKey(way),
        cells: [
          <button
            key="name"
            type="button"
            className={classes.link}
            aria-pressed={
              chosen !== undefined && "from" in chosen && chosen.from === way.from_status && chosen.to === way.to_status
            }
            onClick={() => onChoose({ from: way.from_status, to: way.to_status })}
          >
            {names.get(way.from_status)} → {names.get(way.to_status)}
          </button>,
          who(way) || "-",
          way.requires_comment
            ? t`${triggerWords(way.trigger ?? "MANUAL")}, with a comment`
            : triggerWords(way.trigger ?? "MANUAL"),
        ],
      }))}
    />
  );
}
