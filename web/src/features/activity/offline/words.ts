/** What became of a sale that a till made without a connection, in words. */
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Tone } from "@/components/ui/StatusBadge";
import type { Schemas } from "@/lib/api";

type Row = Schemas["OfflineSale"];

export const STATES: Readonly<Record<Row["state"], { words: MessageDescriptor; tone: Tone }>> = {
  ACCEPTED: { words: msg`Booked`, tone: "done" },
  ACCEPTED_WITH_NOTE: { words: msg`Booked with a note`, tone: "partly" },
  NEEDS_REVIEW: { words: msg`Not booked`, tone: "danger" },
  SETTLED: { words: msg`Settled by hand`, tone: "done" },
};
