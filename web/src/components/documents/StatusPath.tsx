/** Where a document stands on its way: the current status in bold with who and when, what lies off the way beside it. */
import { useLingui } from "@lingui/react/macro";
import { IconBan, IconCheck, IconCircle, IconCircleDotFilled } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "@/lib/api";
import { dateTime } from "@/lib/format";
import { read } from "./call";
import classes from "./StatusPath.module.css";
import { type Doc, isBranch, statusName } from "./words";

type DocumentType = Schemas["DocumentType"];
export type StatusChange = Schemas["StatusChange"];

/** The statuses in the order of their workflow, without those that are branches off it. */
function mainLine(type: DocumentType): { code: string; name: string }[] {
  return type.statuses.filter((one) => !isBranch(one.code) && !one.reverses_inventory_movements);
}

export function StatusPath({ doc, history }: { doc: Doc; history: readonly StatusChange[] }) {
  const { t } = useLingui();
  const { data: type } = useQuery({
    queryKey: ["document-types", doc.document_type],
    queryFn: ({ signal }) => read<DocumentType>(`/api/document-types/${doc.document_type}/`, {}, signal),
    staleTime: 300_000,
  });
  const line = type ? mainLine(type) : [{ code: doc.status, name: doc.status_name }];
  const at = line.findIndex((one) => one.code === doc.status);
  const been = new Set(history.map((change) => change.to_status));
  const last = history.at(-1);
  const when = last ? (
    <span className={classes.when}>{[dateTime(last.at), last.user_name].filter(Boolean).join(" · ")}</span>
  ) : null;
  return (
    <ol className={classes.path} aria-label={t`Status`}>
      {line.map((one, nth) => {
        const isNow = nth === at;
        const isPast = !isNow && (been.has(one.code) || nth < at) && (at === -1 ? been.has(one.code) : nth < at);
        const Icon = isNow ? IconCircleDotFilled : isPast ? IconCheck : IconCircle;
        return (
          <li
            key={one.code}
            className={classes.step}
            data-state={isNow ? "now" : isPast ? "past" : "ahead"}
            aria-current={isNow ? "step" : undefined}
          >
            <Icon size={16} aria-hidden />
            <span>
              {statusName(one.name)}
              {isNow && when}
            </span>
          </li>
        );
      })}
      {at === -1 && type && (
        <li className={classes.step} data-state="now" data-branch="true" aria-current="step">
          <IconBan size={16} aria-hidden />
          <span>
            {statusName(doc.status_name)}
            {when}
          </span>
        </li>
      )}
    </ol>
  );
}
