/** One payment to a supplier and what it settles. */
import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { read } from "@/components/documents/call";
import { useLocationName } from "@/components/documents/refs";
import { ProblemNotice } from "@/components/ui/Notice";
import { Fact, Facts, Figure, Figures, Page, Section, TwoColumns } from "@/components/ui/Page";
import { StatusBadge } from "@/components/ui/StatusBadge";
import { Waiting } from "@/components/ui/Waiting";
import { date, money } from "@/lib/format";
import { useMay } from "@/lib/session";
import { PAYMENTS, type Payment } from "../kinds";
import { useMethods } from "../methods";
import { ReverseButton, Settlements } from "../Settlements";

export default function PaymentPage() {
  const { t } = useLingui();
  const may = useMay();
  const nameOf = useLocationName();
  const methods = useMethods();
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const { data, error } = useQuery({
    queryKey: [PAYMENTS.path, id],
    queryFn: ({ signal }) => read<Payment>(`${PAYMENTS.path}${id}/`, {}, signal),
  });
  const back = { to: PAYMENTS.home, label: t`Supplier payments` };
  if (!data) {
    return (
      <Page title={t`Payment`} back={back}>
        {error ? <ProblemNotice error={error} /> : <Waiting label={t`Loading`} />}
      </Page>
    );
  }
  return (
    <Page
      title={t`Payment ${data.number}`}
      back={back}
      beside={data.reversed_at && <StatusBadge tone="cancelled">{t`Taken back`}</StatusBadge>}
      actions={may("supplier.pay") && <ReverseButton path={PAYMENTS.path} doc={data} />}
    >
      <Figures>
        <Figure label={t`Amount`} value={money(data.amount, data.currency)} />
        <Figure label={t`Settles nothing yet`} value={money(data.open_amount, data.currency)} />
      </Figures>
      <TwoColumns
        aside={
          <Section title={t`Facts`}>
            <Facts>
              <Fact term={t`Supplier`}>
                <Link to={`/suppliers/${data.supplier}`}>{data.supplier_name}</Link>
              </Fact>
              <Fact term={t`Paid on`}>{date(data.paid_on)}</Fact>
              <Fact term={t`How`}>{methods[data.method]}</Fact>
              <Fact term={t`Reference`}>{data.reference || "-"}</Fact>
              <Fact term={t`Place`}>{nameOf(data.location)}</Fact>
            </Facts>
          </Section>
        }
      >
        <Settlements path={PAYMENTS.path} doc={data} />
      </TwoColumns>
    </Page>
  );
}
