/** One payment to a supplier and what it settles. */
import { useLingui } from "@lingui/react/macro";
import { Fact } from "@/components/ui/Page";
import { date } from "@/lib/format";
import { PAYMENTS, type Payment } from "../kinds";
import { useMethods } from "../methods";
import { SettlingPage } from "../SettlingPage";

export default function PaymentPage() {
  const { t } = useLingui();
  const methods = useMethods();
  return (
    <SettlingPage<Payment>
      path={PAYMENTS.path}
      back={{ to: PAYMENTS.home, label: t`Supplier payments` }}
      title={(number) => (number ? t`Payment ${number}` : t`Payment`)}
      figure={(payment) => [t`Amount`, payment.amount]}
      facts={(payment) => (
        <>
          <Fact term={t`Paid on`}>{date(payment.paid_on)}</Fact>
          <Fact term={t`How`}>{methods[payment.method]}</Fact>
          <Fact term={t`Reference`}>{payment.reference || "-"}</Fact>
        </>
      )}
    />
  );
}
