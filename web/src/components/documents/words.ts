/**
 * How statuses and steps are called. Workflows are data: a status that the business named itself keeps its name, those
 * that come with the product are told in the reader's language.
 */
import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Tone } from "@/components/ui/StatusBadge";

const NAMES: Record<string, MessageDescriptor> = {
  Draft: msg`Draft`,
  "On its way": msg`On its way`,
  "Partly received": msg`Partly received`,
  Received: msg`Received`,
  Recalled: msg`Recalled`,
  Cancelled: msg`Cancelled`,
  Completed: msg`Completed`,
  Reversed: msg`Reversed`,
  "Being counted": msg`Being counted`,
  Posted: msg`Posted`,
  Submitted: msg`Submitted`,
  Approved: msg`Approved`,
  Converted: msg`Ordered`,
  Rejected: msg`Rejected`,
  "Sent to the supplier": msg`Sent to the supplier`,
  Closed: msg`Closed`,
  "Approved and booked": msg`Approved and booked`,
};

const VERBS: Record<string, MessageDescriptor> = {
  draft: msg`Back to draft`,
  dispatched: msg`Send`,
  recalled: msg`Recall`,
  cancelled: msg`Cancel`,
  completed: msg`Complete`,
  reversed: msg`Reverse`,
  counting: msg`Start counting`,
  posted: msg`Post`,
  submitted: msg`Submit for approval`,
  approved: msg`Approve`,
  rejected: msg`Reject`,
  sent: msg`Mark as sent`,
  closed: msg`Close`,
};

const TONES: Record<string, Tone> = {
  draft: "draft",
  dispatched: "waiting",
  counting: "waiting",
  submitted: "waiting",
  approved: "info",
  sent: "waiting",
  partly_received: "partly",
  partially_received: "partly",
  received: "done",
  completed: "done",
  posted: "done",
  converted: "done",
  closed: "done",
  rejected: "danger",
  cancelled: "cancelled",
  recalled: "cancelled",
  reversed: "cancelled",
};

export function statusName(name: string): string {
  const known = NAMES[name];
  return known ? i18n._(known) : name;
}

export function statusTone(code: string): Tone {
  return TONES[code] ?? "info";
}

export function stepVerb(code: string, name: string): string {
  const known = VERBS[code];
  return known ? i18n._(known) : i18n._(msg`Set to ${statusName(name)}`);
}

/** Whether a status lies off the way that documents are meant to go. */
export function isBranch(code: string): boolean {
  return ["cancelled", "rejected", "recalled", "reversed"].includes(code);
}

export interface Doc {
  id: string;
  number: string;
  document_type: string;
  status: string;
  status_name: string;
  is_editable: boolean;
  location: string;
  document_date: string;
  notes?: string;
  version?: number;
  created_at: string;
  posted_at?: string | null;
}
