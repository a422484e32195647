/** The credit of a customer as one bar: what is overdue, what is owed besides, what may still be owed. */
import { Trans, useLingui } from "@lingui/react/macro";
import Big from "big.js";
import { type Share, ShareBar } from "@/components/partners/ShareBar";
import { Notice } from "@/components/ui/Notice";
import { Section } from "@/components/ui/Page";
import { money } from "@/lib/format";
import { useCurrency } from "@/lib/session";
import type { Customer } from "./api";

const notBelowZero = (amount: Big) => (amount.lt(0) ? new Big(0) : amount);

export function CreditBar({ customer, overdue }: { customer: Customer; overdue: string }) {
  const { t } = useLingui();
  const currency = useCurrency();
  const owed = notBelowZero(new Big(customer.outstanding_balance));
  const limit = new Big(customer.credit_limit);
  if (owed.eq(0) && limit.eq(0)) return null;
  const late = owed.lt(overdue) ? owed : new Big(overdue);
  const told = (amount: Big) => money(amount.toFixed(), currency);
  const left = notBelowZero(new Big(customer.available_credit));
  const part = (label: string, amount: Big, shade: Share["shade"]): Share => ({
    label,
    amount: amount.toFixed(),
    text: told(amount),
    shade,
  });
  const over = owed.minus(limit);
  const [owedWords, limitWords, overWords] = [told(owed), told(limit), told(over)];
  return (
    <Section title={t`Credit`}>
      <ShareBar
        parts={[
          part(t`Overdue`, late, "danger"),
          part(t`Owed, not overdue`, owed.minus(late), "2"),
          part(t`Available`, left, "rest"),
        ]}
        summary={t`${owedWords} is owed of a limit of ${limitWords}.`}
      />
      {over.gt(0) && (
        <div style={{ marginBlockStart: "var(--space-3)" }}>
          <Notice kind="warning">
            <Trans>
              {overWords} more is owed than the limit of {limitWords}. Take a payment, or raise the limit.
            </Trans>
          </Notice>
        </div>
      )}
    </Section>
  );
}
