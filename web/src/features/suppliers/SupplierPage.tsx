/** One supplier: what is owed, when it delivers, and everything that is known of it, a tab each. */
import { Plural, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { ProblemNotice } from "@/components/ui/Notice";
import { Figure, Figures, Page } from "@/components/ui/Page";
import { PageTabs } from "@/components/ui/PageTabs";
import { Waiting } from "@/components/ui/Waiting";
import { date, money } from "@/lib/format";
import { useCurrency, useMay } from "@/lib/session";
import { Actions } from "./Actions";
import { financialQuery, nextQuery, type Supplier, supplierQuery } from "./api";
import { useFlags } from "./flags";
import { AgingPart } from "./parts/AgingPart";
import { DeliveriesPart } from "./parts/DeliveriesPart";
import { DivisionsPart } from "./parts/DivisionsPart";
import { OverviewPart } from "./parts/OverviewPart";
import { SchedulePart } from "./parts/SchedulePart";
import { StatementPart } from "./parts/StatementPart";
import { SupplierStatus } from "./status";

/** Amounts are for who sees costs and for who books suppliers' invoices. */
export function useSeesAmounts(): boolean {
  const may = useMay();
  return may("cost.view") || may("supplier.pay");
}

export default function SupplierPage() {
  const { t } = useLingui();
  const { id = "" } = useParams({ strict: false });
  const { data: supplier, error } = useQuery(supplierQuery(id));
  const flags = useFlags();
  const seesAmounts = useSeesAmounts();
  const back = { to: "/suppliers", label: t`Suppliers` };
  if (!supplier) {
    return (
      <Page title={error ? t`Supplier` : t`Loading…`} back={back}>
        <ProblemNotice error={error} />
        {!error && <Waiting label={t`Loading the supplier`} />}
      </Page>
    );
  }
  return (
    <Page
      title={supplier.name}
      back={back}
      beside={
        <>
          <span style={{ color: "var(--muted)" }}>{supplier.code}</span>
          <SupplierStatus supplier={supplier} />
        </>
      }
      actions={<Actions supplier={supplier} set={flags.set} />}
    >
      <ProblemNotice error={flags.error} />
      <Figures>
        {seesAmounts && <Amounts id={id} />}
        <NextDelivery id={id} />
      </Figures>
      <Parts supplier={supplier} seesAmounts={seesAmounts} />
    </Page>
  );
}

function Amounts({ id }: { id: string }) {
  const { t } = useLingui();
  const currency = useCurrency();
  const { data } = useQuery(financialQuery(id));
  const page = `/suppliers/${id}`;
  const told = (amount: string | undefined) => (amount ? money(amount, currency) : "…");
  const left = data?.available_credit;
  const limit = data?.credit_limit;
  return (
    <>
      <Figure
        label={t`We owe`}
        value={told(data?.unpaid_amount)}
        note={data && <Plural value={data.unpaid_count} one="# open invoice" other="# open invoices" />}
        to={page}
        search={{ tab: "statement" }}
      />
      <Figure label={t`Overdue`} value={told(data?.overdue_amount)} to={page} search={{ tab: "aging" }} />
      <Figure
        label={t`Credit left`}
        value={data && left === null ? t`No limit` : told(left ?? undefined)}
        note={limit && t`of ${money(limit, currency)}`}
        to={page}
        search={{ tab: "aging" }}
      />
    </>
  );
}

function NextDelivery({ id }: { id: string }) {
  const { t } = useLingui();
  const { data } = useQuery(nextQuery(id));
  const next = data?.next_delivery_date;
  return (
    <Figure
      label={t`Next delivery`}
      value={next ? date(next) : "-"}
      note={data && (data.can_order_today ? t`orders are still taken today` : t`no orders are taken today any more`)}
      to={`/suppliers/${id}`}
      search={{ tab: "schedule" }}
    />
  );
}

function Parts({ supplier, seesAmounts }: { supplier: Supplier; seesAmounts: boolean }) {
  const { t } = useLingui();
  const { id } = supplier;
  const amounts = [
    { id: "statement", label: t`Statement`, content: () => <StatementPart supplier={supplier} /> },
    { id: "aging", label: t`Aging`, content: () => <AgingPart id={id} /> },
  ];
  return (
    <PageTabs
      label={t`Parts of the supplier`}
      parts={[
        { id: "overview", label: t`Overview`, content: () => <OverviewPart supplier={supplier} /> },
        { id: "deliveries", label: t`Deliveries`, content: () => <DeliveriesPart id={id} /> },
        ...(seesAmounts ? amounts : []),
        { id: "schedule", label: t`Schedule`, content: () => <SchedulePart id={id} /> },
        { id: "divisions", label: t`Divisions`, content: () => <DivisionsPart id={id} /> },
      ]}
    />
  );
}
