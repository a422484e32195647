/** Ask for a refund: how much of which line comes back, why, where the goods go, and how the money goes back. */
import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { EmptyState } from "@/components/ui/EmptyState";
import { ProblemNotice } from "@/components/ui/Notice";
import { Page, Section } from "@/components/ui/Page";
import { Waiting } from "@/components/ui/Waiting";
import { AskForm } from "./AskForm";
import { eligibilityQuery, saleQuery } from "./api";

export default function NewRefundPage() {
  const { t } = useLingui();
  const { id } = useParams({ strict: false }) as { id: string };
  const sale = useQuery(saleQuery(id));
  const lines = useQuery({ ...eligibilityQuery(id), staleTime: 0 });
  const error = sale.error ?? lines.error;
  const number = sale.data?.receipt_number ?? "";
  const isNothingLeft = lines.data?.items.every((line) => /^0*\.?0*$/.test(line.quantity_left));
  return (
    <Page
      title={number ? t`Refund of ${number}` : t`Refund`}
      back={{ to: `/sales/${id}`, label: number ? t`Sale ${number}` : t`Sale` }}
    >
      <ProblemNotice error={error} />
      {!error && !(sale.data && lines.data) && <Waiting label={t`Loading the sale`} />}
      {sale.data && lines.data && (
        <Section>
          {isNothingLeft ? (
            <EmptyState title={t`Nothing can still come back`}>
              {t`All of this sale was brought back already. Its refunds stand on its page.`}
            </EmptyState>
          ) : (
            <AskForm sale={sale.data} lines={lines.data.items} />
          )}
        </Section>
      )}
    </Page>
  );
}
