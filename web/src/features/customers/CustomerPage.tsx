/** One customer: how they stand, what may be done, and everything that is known of them, a tab each. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import Big from "big.js";
import { Notice, ProblemNotice } from "@/components/ui/Notice";
import { Figure, Figures, Page } from "@/components/ui/Page";
import { PageTabs } from "@/components/ui/PageTabs";
import { Waiting } from "@/components/ui/Waiting";
import type { Schemas } from "@/lib/api";
import { count, date, money } from "@/lib/format";
import { useCurrency, useMay } from "@/lib/session";
import { Actions } from "./Actions";
import { type Customer, creditQuery, customerQuery } from "./api";
import { CreditBar } from "./CreditBar";
import { useFlags } from "./flags";
import { AgingPart } from "./parts/AgingPart";
import { HistoryPart } from "./parts/HistoryPart";
import { OverviewPart } from "./parts/OverviewPart";
import { PaymentsPart } from "./parts/PaymentsPart";
import { PurchasesPart } from "./parts/PurchasesPart";
import { SchedulePart } from "./parts/SchedulePart";
import { SitesPart } from "./parts/SitesPart";
import { StatementPart } from "./parts/StatementPart";
import { TransactionsPart } from "./parts/TransactionsPart";
import { WalletPart } from "./parts/WalletPart";
import { CustomerStatus } from "./status";

export default function CustomerPage() {
  const { t } = useLingui();
  const { id = "" } = useParams({ strict: false });
  const { data: customer, error } = useQuery(customerQuery(id));
  const { data: credit } = useQuery(creditQuery(id));
  const flags = useFlags();
  const back = { to: "/customers", label: t`Customers` };
  if (!customer) {
    return (
      <Page title={error ? t`Customer` : t`Loading…`} back={back}>
        <ProblemNotice error={error} />
        {!error && <Waiting label={t`Loading the customer`} />}
      </Page>
    );
  }
  const overdue = credit !== undefined && new Big(credit.overdue_amount).gt(0);
  return (
    <Page
      title={customer.name}
      back={back}
      beside={
        <>
          <span style={{ color: "var(--muted)" }}>{customer.code}</span>
          <CustomerStatus customer={customer} overdue={overdue} />
        </>
      }
      actions={!customer.merged_into && <Actions customer={customer} set={flags.set} />}
    >
      <ProblemNotice error={flags.error} />
      {customer.merged_into && <Merged into={customer.merged_into} />}
      <KeyFigures customer={customer} credit={credit} />
      <CreditBar customer={customer} overdue={credit?.overdue_amount ?? "0"} />
      <Parts customer={customer} />
    </Page>
  );
}

function Merged({ into }: { into: string }) {
  const { data: survivor } = useQuery(customerQuery(into));
  const name = survivor?.name ?? "…";
  return (
    <Notice
      kind="info"
      actions={
        <Button size="sm" variant="default" component={Link} to={`/customers/${into}`}>
          <Trans>Open {name}</Trans>
        </Button>
      }
    >
      <Trans>This customer was merged into {name}, who took over what was open.</Trans>
    </Notice>
  );
}

function KeyFigures({ customer, credit }: { customer: Customer; credit: Schemas["CreditStatus"] | undefined }) {
  const { t } = useLingui();
  const currency = useCurrency();
  const page = `/customers/${customer.id}`;
  const days = credit?.overdue_days ?? 0;
  const last = customer.last_purchase_at;
  const owes = !new Big(customer.outstanding_balance).lt(0);
  return (
    <Figures>
      <Figure
        label={owes ? t`Owed` : t`Paid ahead`}
        value={money(new Big(customer.outstanding_balance).abs().toFixed(), currency)}
        to={page}
        search={{ tab: "transactions" }}
      />
      <Figure
        label={t`Overdue`}
        value={credit ? money(credit.overdue_amount, currency) : "…"}
        note={days > 0 && <Plural value={days} one="for # day" other="for # days" />}
        to={page}
        search={{ tab: "aging" }}
      />
      <Figure
        label={t`Available credit`}
        value={money(customer.available_credit, currency)}
        note={t`of ${money(customer.credit_limit, currency)}`}
        to={page}
        search={{ tab: "statement" }}
      />
      <Figure
        label={t`Purchases`}
        value={count(customer.sales_count)}
        note={last && t`last on ${date(last)}`}
        to={page}
        search={{ tab: "purchases" }}
      />
    </Figures>
  );
}

function Parts({ customer }: { customer: Customer }) {
  const { t } = useLingui();
  const may = useMay();
  const history = { id: "history", label: t`History`, content: () => <HistoryPart id={customer.id} /> };
  return (
    <PageTabs
      label={t`Parts of the customer`}
      parts={[
        { id: "overview", label: t`Overview`, content: () => <OverviewPart customer={customer} /> },
        { id: "purchases", label: t`Purchases`, content: () => <PurchasesPart id={customer.id} /> },
        { id: "payments", label: t`Payments`, content: () => <PaymentsPart customer={customer} /> },
        { id: "transactions", label: t`Account`, content: () => <TransactionsPart id={customer.id} /> },
        { id: "wallet", label: t`Credit and points`, content: () => <WalletPart id={customer.id} /> },
        { id: "statement", label: t`Statement`, content: () => <StatementPart customer={customer} /> },
        { id: "aging", label: t`Aging`, content: () => <AgingPart id={customer.id} /> },
        { id: "schedule", label: t`Schedule`, content: () => <SchedulePart id={customer.id} /> },
        { id: "sites", label: t`Sites`, content: () => <SitesPart id={customer.id} /> },
        ...(may("audit.view") ? [history] : []),
      ]}
    />
  );
}
