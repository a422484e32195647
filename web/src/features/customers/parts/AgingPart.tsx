/** How old what a customer owes is. */
import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Aging } from "@/components/partners/Aging";
import { ProblemNotice } from "@/components/ui/Notice";
import { Section } from "@/components/ui/Page";
import { Waiting } from "@/components/ui/Waiting";
import { useCurrency } from "@/lib/session";
import { creditQuery } from "../api";

export function AgingPart({ id }: { id: string }) {
  const { t } = useLingui();
  const currency = useCurrency();
  const { data, error } = useQuery(creditQuery(id));
  return (
    <Section title={t`What is open, by age`}>
      <ProblemNotice error={error} />
      {!data && !error && <Waiting label={t`Loading the aging`} />}
      {data && <Aging figures={data.aging} currency={currency} label={t`What is open, by age`} />}
    </Section>
  );
}
