/** Requested, approved, given back: where a refund stands, with who and when; a rejection lies off the way. */
import { useLingui as useCatalog } from "@lingui/react";
import { STATUSES } from "@/components/refunds/words";
import { StepPath } from "@/components/ui/StepPath";
import { dateTime } from "@/lib/format";
import { useLocations, useMemberName } from "@/lib/names";
import type { Refund } from "./api";

export function Path({ refund }: { refund: Refund }) {
  const { i18n } = useCatalog();
  const person = useMemberName();
  const zone = useLocations().find((one) => one.id === refund.location)?.timezone;
  const who = (at: string | null | undefined, by: string | null | undefined) =>
    at ? [dateTime(at, zone), person(by)].filter((each) => each !== "-").join(" · ") : undefined;
  const step = (status: keyof typeof STATUSES, at?: string | null, by?: string | null) => ({
    key: status,
    label: i18n._(STATUSES[status].words),
    note: who(at, by),
  });
  const asked = step("PENDING", refund.requested_at, refund.requested_by);
  if (refund.status === "REJECTED") {
    return <StepPath steps={[asked]} at={1} branch={step("REJECTED", refund.decided_at, refund.decided_by)} />;
  }
  const steps = [
    asked,
    step("APPROVED", refund.decided_at, refund.decided_by),
    step("PROCESSED", refund.processed_at, refund.processed_by),
  ];
  return <StepPath steps={steps} at={["PENDING", "APPROVED", "PROCESSED"].indexOf(refund.status ?? "PENDING")} />;
}
