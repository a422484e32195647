/** A customer's statement of account, to be read, kept as a file, or sent. */
import { useLingui as useRuntime } from "@lingui/react";
import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { StatementView, useStatementPeriod } from "@/components/partners/StatementView";
import { download } from "@/lib/download";
import { useCurrency } from "@/lib/session";
import { type Customer, statementQuery } from "../api";
import { ENTRIES } from "../words";

export function StatementPart({ customer }: { customer: Customer }) {
  const { t } = useLingui();
  const { i18n } = useRuntime();
  const currency = useCurrency();
  const period = useStatementPeriod();
  const { data, error } = useQuery(statementQuery(customer.id, period));
  const save = (kind: "csv" | "pdf") =>
    download(`/api/customers/${customer.id}/statement.${kind}/`, period, `${customer.code}-statement.${kind}`);
  return (
    <StatementView
      currency={currency}
      error={error}
      files={[
        { label: t`PDF to send`, save: () => save("pdf") },
        { label: t`CSV`, save: () => save("csv") },
      ]}
      statement={
        data && {
          opening: data.opening_balance,
          closing: data.closing_balance,
          entries: data.lines.map((line) => ({
            id: line.id,
            day: line.business_date,
            words: ENTRIES[line.kind] ? i18n._(ENTRIES[line.kind] ?? "") : line.kind,
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
