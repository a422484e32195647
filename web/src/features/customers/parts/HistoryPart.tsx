/** Who changed what of a customer, and when. */
import { useLingui } from "@lingui/react/macro";
import { History } from "@/components/audit/History";
import { Section } from "@/components/ui/Page";

export function HistoryPart({ id }: { id: string }) {
  const { t } = useLingui();
  return (
    <Section title={t`History`}>
      <History of={{ customer: id }} />
    </Section>
  );
}
