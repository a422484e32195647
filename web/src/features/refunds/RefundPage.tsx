/** One refund: how far it is, what comes back and why, what money went out by which way, and what may be done with it. */
import { useLingui as useCatalog } from "@lingui/react";
import { useLingui } from "@lingui/react/macro";
import { Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { History } from "@/components/audit/History";
import { DESTINATIONS, KINDS, REASONS, WAYS, warrantyWords } from "@/components/refunds/words";
import { ProblemNotice } from "@/components/ui/Notice";
import { Fact, Facts, Figure, Figures, Page, Section, TwoColumns } from "@/components/ui/Page";
import { SimpleTable } from "@/components/ui/SimpleTable";
import { Waiting } from "@/components/ui/Waiting";
import { amount, date, money, quantity } from "@/lib/format";
import { useLocationName } from "@/lib/names";
import { useMay } from "@/lib/session";
import { type Refund, refundQuery } from "./api";
import { MoneyBack } from "./MoneyBack";
import { Path } from "./Path";
import { Steps } from "./Steps";

export default function RefundPage() {
  const { t } = useLingui();
  const { id } = useParams({ strict: false }) as { id: string };
  const { data, error, isPending } = useQuery(refundQuery(id));
  if (data) return <RefundShown refund={data} />;
  return (
    <Page title={t`Refund`} back={{ to: "/sales/refunds", label: t`Refunds` }}>
      <ProblemNotice error={error} />
      {isPending && !error && <Waiting label={t`Loading the refund`} />}
    </Page>
  );
}

function RefundShown({ refund }: { refund: Refund }) {
  const { t } = useLingui();
  const may = useMay();
  const title = refund.refund_number ? t`Refund ${refund.refund_number}` : t`Refund of ${refund.receipt_number}`;
  return (
    <Page title={title} back={{ to: "/sales/refunds", label: t`Refunds` }}>
      <Path refund={refund} />
      <Steps refund={refund} />
      <RefundFigures refund={refund} />
      <TwoColumns aside={<RefundFacts refund={refund} />}>
        <Lines refund={refund} />
        {refund.payments.length > 0 && <MoneyBack refund={refund} />}
        {may("audit.view") && (
          <Section title={t`History`}>
            <History of={{ record: refund.id }} />
          </Section>
        )}
      </TwoColumns>
    </Page>
  );
}

const isSome = (value: string) => /[1-9]/.test(value);

function RefundFigures({ refund }: { refund: Refund }) {
  const { t } = useLingui();
  const told = (value: string) => money(value, refund.currency);
  return (
    <Figures>
      <Figure label={t`Worth of what comes back`} value={told(refund.amount)} />
      <Figure label={t`Tax in it`} value={told(refund.tax_amount)} />
      {refund.status === "PROCESSED" && (
        <>
          <Figure label={t`Paid out`} value={told(refund.paid_amount)} />
          {isSome(refund.debt_amount) && <Figure label={t`Taken off what is owed`} value={told(refund.debt_amount)} />}
          {isSome(refund.credited_amount) && (
            <Figure label={t`Kept as the customer's credit`} value={told(refund.credited_amount)} />
          )}
        </>
      )}
    </Figures>
  );
}

function Lines({ refund }: { refund: Refund }) {
  const { t } = useLingui();
  const { i18n } = useCatalog();
  const place = useLocationName();
  return (
    <Section title={t`What comes back`}>
      <SimpleTable
        label={t`What comes back`}
        head={[
          { label: t`Product` },
          { label: t`Quantity`, figure: true },
          { label: t`Where it goes` },
          { label: t`Warranty` },
          { label: t`Amount (${refund.currency})`, figure: true },
        ]}
        rows={refund.refund_items.map((line) => ({
          key: line.id,
          cells: [
            <>
              <Anchor component={Link} to={`/products/${line.product}`}>
                {line.product_name}
              </Anchor>
              {(line.serials ?? []).length > 0 && <div>{line.serials?.join(", ")}</div>}
            </>,
            quantity(line.quantity),
            line.destination === "LOCATION" && line.location
              ? t`To ${place(line.location)}`
              : i18n._(DESTINATIONS[line.destination ?? "SHELF"]),
            line.warranty ? warrantyWords(line.warranty) : t`Without a receipt`,
            amount(line.gross, refund.currency),
          ],
        }))}
      />
    </Section>
  );
}

function RefundFacts({ refund }: { refund: Refund }) {
  const { t } = useLingui();
  const { i18n } = useCatalog();
  const place = useLocationName();
  return (
    <Section title={t`Facts`}>
      <Facts>
        <Fact term={t`Sale`}>
          {refund.sale ? (
            <Anchor component={Link} to={`/sales/${refund.sale}`}>
              {refund.receipt_number}
            </Anchor>
          ) : (
            t`Without a receipt`
          )}
        </Fact>
        {refund.brought_by && <Fact term={t`Brought by`}>{refund.brought_by}</Fact>}
        {refund.exchange_sale && (
          <Fact term={t`Exchanged for`}>
            <Anchor component={Link} to={`/sales/${refund.exchange_sale}`}>
              {t`the goods of this sale`}
            </Anchor>
          </Fact>
        )}
        {refund.customer && (
          <Fact term={t`Customer`}>
            <Anchor component={Link} to={`/customers/${refund.customer}`}>
              {t`Open the customer`}
            </Anchor>
          </Fact>
        )}
        <Fact term={t`Kind`}>{i18n._(KINDS[refund.kind ?? "RETURN"])}</Fact>
        <Fact term={t`Reason`}>{i18n._(REASONS[refund.reason])}</Fact>
        {refund.notes && <Fact term={t`In words`}>{refund.notes}</Fact>}
        <Fact term={t`Given back by`}>{i18n._(WAYS[refund.refund_method])}</Fact>
        <Fact term={t`Shop`}>{place(refund.location)}</Fact>
        {refund.business_date && <Fact term={t`Business day`}>{date(refund.business_date)}</Fact>}
        {refund.override_reason && <Fact term={t`Why beyond the warranty`}>{refund.override_reason}</Fact>}
        {refund.rejection_reason && <Fact term={t`Why rejected`}>{refund.rejection_reason}</Fact>}
      </Facts>
    </Section>
  );
}
