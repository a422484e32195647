/** One sale or cart: its figures, lines, payments, receipt and history. */
import { useLingui as useCatalog } from "@lingui/react";
import { Trans, useLingui } from "@lingui/react/macro";
import { Anchor, Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { History } from "@/components/audit/History";
import { Notice, ProblemNotice } from "@/components/ui/Notice";
import { Fact, Facts, Figure, Figures, Page, Section, TwoColumns } from "@/components/ui/Page";
import { PageTabs } from "@/components/ui/PageTabs";
import { StatusBadge } from "@/components/ui/StatusBadge";
import { Waiting } from "@/components/ui/Waiting";
import type { Schemas } from "@/lib/api";
import { date, dateTime, money } from "@/lib/format";
import { useLocationName, useLocations, useMemberName } from "@/lib/names";
import { useMay } from "@/lib/session";
import { customerQuery, saleQuery } from "./api";
import { GiveUp } from "./CartsPage";
import { Payments } from "./Payments";
import { Receipt } from "./Receipt";
import { Refunds } from "./Refunds";
import { isNothing, SaleLines } from "./SaleLines";
import { VoidSale } from "./VoidSale";
import { flagWords, originWords, STATUSES, typeWords } from "./words";

type Sale = Schemas["Sale"];

export default function SalePage() {
  const { t } = useLingui();
  const { id } = useParams({ strict: false }) as { id: string };
  const { data: sale, error, isPending } = useQuery(saleQuery(id));
  if (sale) return <SaleShown sale={sale} />;
  return (
    <Page title={t`Sale`} back={{ to: "/sales", label: t`Sales` }}>
      <ProblemNotice error={error} />
      {isPending && !error && <Waiting label={t`Loading the sale`} />}
    </Page>
  );
}

function SaleShown({ sale }: { sale: Sale }) {
  const { t } = useLingui();
  const { i18n } = useCatalog();
  const may = useMay();
  const [asked, setAsked] = useState<"give up" | "void">();
  const isSold = sale.completed_at !== null;
  const status = STATUSES[sale.status];
  const parts = [{ id: "lines", label: t`Lines`, content: () => <SaleLines sale={sale} /> }];
  if (isSold) {
    parts.push({ id: "payments", label: t`Payments`, content: () => <Payments sale={sale} /> });
    parts.push({ id: "refunds", label: t`Refunds`, content: () => <Refunds sale={sale} /> });
    parts.push({ id: "receipt", label: t`Receipt`, content: () => <Receipt sale={sale} /> });
  }
  if (may("audit.view")) {
    parts.push({
      id: "history",
      label: t`History`,
      content: () => (
        <Section>
          <History of={{ sale: sale.id }} />
        </Section>
      ),
    });
  }
  return (
    <Page
      title={sale.receipt_number ?? (sale.hold_label || t`Cart`)}
      back={isSold ? { to: "/sales", label: t`Sales` } : { to: "/sales/carts", label: t`Carts` }}
      beside={<StatusBadge tone={status.tone}>{i18n._(status.words)}</StatusBadge>}
      actions={<Actions sale={sale} onAsk={setAsked} />}
    >
      <SaleFigures sale={sale} />
      {sale.flags.length > 0 && (
        <Notice kind="warning">
          {sale.flags.map((flag) => (
            <div key={flag}>{flagWords(flag)}</div>
          ))}
          {sale.override_reason && (
            <div>
              <Trans>Reason given: {sale.override_reason}</Trans>
            </div>
          )}
        </Notice>
      )}
      <TwoColumns aside={<SaleFacts sale={sale} />}>
        <PageTabs parts={parts} label={t`Parts of the sale`} />
      </TwoColumns>
      {asked === "give up" && <GiveUp sale={sale} onDone={() => setAsked(undefined)} />}
      {asked === "void" && <VoidSale sale={sale} onDone={() => setAsked(undefined)} />}
    </Page>
  );
}

interface ActionsProps {
  sale: Sale;
  onAsk: (what: "give up" | "void") => void;
}

/** A cart is given up; of a sale goods come back, or all of it while nothing did. */
function Actions({ sale, onAsk }: ActionsProps) {
  const may = useMay();
  if (sale.status === "DRAFT") {
    return may("sale.cancel") ? (
      <Button variant="default" onClick={() => onAsk("give up")}>
        <Trans>Give up cart</Trans>
      </Button>
    ) : null;
  }
  if (sale.completed_at === null || sale.status === "REFUNDED") return null;
  return (
    <>
      {may("refund.request") && (
        <Button variant="default" component={Link} to={`/sales/${sale.id}/refund`}>
          <Trans>Refund</Trans>
        </Button>
      )}
      {may("sale.void") && isNothing(sale.amount_refunded) && (
        <Button variant="default" onClick={() => onAsk("void")}>
          <Trans>Void sale</Trans>
        </Button>
      )}
    </>
  );
}

function SaleFigures({ sale }: { sale: Sale }) {
  const { t } = useLingui();
  const told = (value: string) => money(value, sale.currency);
  return (
    <Figures>
      <Figure label={t`Total`} value={told(sale.total_amount)} />
      <Figure label={t`Paid`} value={told(sale.amount_paid)} />
      {!isNothing(sale.amount_refunded) && <Figure label={t`Given back`} value={told(sale.amount_refunded)} />}
      <Figure
        label={t({ message: "Owed", context: "of a sale" })}
        value={told(sale.amount_due)}
        note={sale.due_date ? t`due ${date(sale.due_date)}` : undefined}
      />
      <Figure label={t`Tax in it`} value={told(sale.tax_amount)} />
    </Figures>
  );
}

function SaleFacts({ sale }: { sale: Sale }) {
  const { t } = useLingui();
  const place = useLocationName();
  const person = useMemberName();
  const zone = useLocations().find((one) => one.id === sale.storefront)?.timezone;
  const at = sale.completed_at ?? sale.updated_at;
  return (
    <Section title={t`Facts`}>
      <Facts>
        <Fact term={sale.completed_at ? t`Sold` : t`Last changed`}>{dateTime(at, zone)}</Fact>
        <Fact term={t`Business day`}>{date(sale.business_date)}</Fact>
        <Fact term={t`Shop`}>{place(sale.storefront)}</Fact>
        <Fact term={t`Cashier`}>{person(sale.user)}</Fact>
        {sale.customer && (
          <Fact term={t`Customer`}>
            <CustomerLink id={sale.customer} />
          </Fact>
        )}
        <Fact term={t`Kind`}>{typeWords(sale.type)}</Fact>
        <Fact term={t`Made`}>{originWords(sale.origin)}</Fact>
        {sale.override_by && <Fact term={t`Approved by`}>{person(sale.override_by)}</Fact>}
        {sale.coupons.length > 0 && <Fact term={t`Coupons`}>{sale.coupons.join(", ")}</Fact>}
        {sale.notes && <Fact term={t`Notes`}>{sale.notes}</Fact>}
      </Facts>
    </Section>
  );
}

function CustomerLink({ id }: { id: string }) {
  const { t } = useLingui();
  const may = useMay();
  const { data } = useQuery({ ...customerQuery(id), enabled: may("customer.view") });
  if (!may("customer.view")) return <>{t`Not for your role`}</>;
  return (
    <Anchor component={Link} to={`/customers/${id}`}>
      {data?.name ?? "…"}
    </Anchor>
  );
}
