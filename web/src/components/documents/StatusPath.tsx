/** Where a document stands on its way: the current status in bold with who and when, what lies off the way beside it. */
import { useQuery } from "@tanstack/react-query";
import { StepPath } from "@/components/ui/StepPath";
import type { Schemas } from "@/lib/api";
import { dateTime } from "@/lib/format";
import { read } from "./call";
import { type Doc, isBranch, statusName } from "./words";

type DocumentType = Schemas["DocumentType"];
export type StatusChange = Schemas["StatusChange"];

/** The statuses in the order of their workflow, without those that are branches off it. */
function mainLine(type: DocumentType): { code: string; name: string }[] {
  return type.statuses.filter((one) => !isBranch(one.code) && !one.reverses_inventory_movements);
}

export function StatusPath({ doc, history }: { doc: Doc; history: readonly StatusChange[] }) {
  const { data: type } = useQuery({
    queryKey: ["document-types", doc.document_type],
    queryFn: ({ signal }) => read<DocumentType>(`/api/document-types/${doc.document_type}/`, {}, signal),
    staleTime: 300_000,
  });
  const line = type ? mainLine(type) : [{ code: doc.status, name: doc.status_name }];
  const at = line.findIndex((one) => one.code === doc.status);
  const been = new Set(history.map((change) => change.to_status));
  const last = history.at(-1);
  const when = last ? [dateTime(last.at), last.user_name].filter(Boolean).join(" · ") : undefined;
  const steps = line.map((one, nth) => ({
    key: one.code,
    label: statusName(one.name),
    note: nth === at ? when : undefined,
    isPast: at === -1 ? been.has(one.code) : nth < at,
  }));
  const branch = { key: doc.status, label: statusName(doc.status_name), note: when };
  return <StepPath steps={steps} at={at} branch={at === -1 && type ? branch : undefined} />;
}
