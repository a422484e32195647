/** The account with a supplier: what was invoiced, what was paid. */
import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { StatementView, useStatementPeriod } from "@/components/partners/StatementView";
import { download } from "@/lib/download";
import { useCurrency } from "@/lib/session";
import { type Supplier, statementQuery } from "../api";
import { ENTRIES, told } from "../words";

export function StatementPart({ supplier }: { supplier: Supplier }) {
  const { t } = useLingui();
  const currency = useCurrency();
  const period = useStatementPeriod();
  const { data, error } = useQuery(statementQuery(supplier.id, period));
  return (
    <StatementView
      currency={currency}
      error={error}
      files={[
        {
          label: t`CSV`,
          save: () =>
            download(`/api/suppliers/${supplier.id}/statement.csv/`, period, `${supplier.code}-statement.csv`),
        },
      ]}
      statement={
        data && {
          opening: data.opening_balance,
          closing: data.closing_balance,
          entries: data.lines.map((line) => ({
            id: line.id,
            day: line.document_date,
            words: told(ENTRIES, line.kind),
            reference: line.reference ?? "",
            due: line.due_date ?? null,
            amount: line.amount,
            balance: line.balance,
          })),
        }
      }
    />
  );
}
