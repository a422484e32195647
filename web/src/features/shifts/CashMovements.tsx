/** Cash that went into the drawer or out of it without a sale. */
import { useLingui } from "@lingui/react/macro";
import { Section } from "@/components/ui/Page";
import { SimpleTable } from "@/components/ui/SimpleTable";
import { amount, time } from "@/lib/format";
import { useLocations, useMemberName } from "@/lib/names";
import type { Shift } from "./api";
import { reasonWords } from "./words";

export function CashMovements({ shift }: { shift: Shift }) {
  const { t } = useLingui();
  const person = useMemberName();
  const zone = useLocations().find((one) => one.id === shift.location)?.timezone;
  if (shift.cash_movements.length === 0) return null;
  return (
    <Section title={t`Cash in and out`}>
      <SimpleTable
        label={t`Cash in and out`}
        head={[
          { label: t`When` },
          { label: t`What` },
          { label: t`Note` },
          { label: t`Who` },
          { label: t`Amount (${shift.currency})`, figure: true },
        ]}
        rows={shift.cash_movements.map((one) => ({
          key: one.id,
          cells: [
            time(one.created_at, zone),
            one.kind === "OUT" ? t`Out: ${reasonWords(one.reason)}` : t`In: ${reasonWords(one.reason)}`,
            one.note || "-",
            person(one.user),
            amount(one.kind === "OUT" ? `-${one.amount}` : one.amount, shift.currency),
          ],
        }))}
      />
    </Section>
  );
}
