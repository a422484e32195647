/** One supplier's invoice: written, matched, booked, paid. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Checkbox, Stack } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { DocumentPage } from "@/components/documents/DocumentPage";
import { isZero, short } from "@/components/documents/figures";
import { LinesTable } from "@/components/documents/LinesTable";
import { useLocationName } from "@/components/documents/refs";
import { Written } from "@/components/documents/Written";
import { Fact, Facts, Figure, Figures, Section } from "@/components/ui/Page";
import { toast } from "@/components/ui/toast";
import { amount, date, money, quantity } from "@/lib/format";
import { useMay } from "@/lib/session";
import { Sources } from "../Aside";
import { DELIVERIES, INVOICES, type Invoice, PAYMENTS } from "../kinds";
import { WithDoc } from "../WithDoc";
import { InvoiceForm } from "./InvoiceForm";

export default function InvoicePage() {
  const { t } = useLingui();
  const back = { to: INVOICES.home, label: t`Supplier invoices` };
  return (
    <WithDoc<Invoice> path={INVOICES.path} title={t`Invoice`} back={back}>
      {(invoice) => <Shown invoice={invoice} back={back} />}
    </WithDoc>
  );
}

function Shown({ invoice, back }: { invoice: Invoice; back: { to: string; label: string } }) {
  const { t } = useLingui();
  const may = useMay();
  const nameOf = useLocationName();
  const [isDirty, setDirty] = useState(false);
  const [accepts, setAccepts] = useState(false);
  const [onGoods, setOnGoods] = useState(false);
  const isOpen = !isZero(invoice.open_amount);
  const total = money(invoice.total_amount, invoice.currency);
  const effect = (
    <Trans>
      Books {total} as owed to {invoice.supplier_name}. Prices and quantities are compared with orders and deliveries.
    </Trans>
  );
  const receipts = [...new Set(invoice.lines.map((line) => line.receipt).filter(Boolean))] as string[];
  return (
    <DocumentPage
      kind={t`Invoice`}
      path={INVOICES.path}
      doc={invoice}
      back={back}
      blocked={isDirty ? t`Save the changes first.` : undefined}
      verb={(way) => (way.status === "approved" ? t`Approve and book` : undefined)}
      effect={(way) => (way.status === "approved" ? effect : null)}
      ahead={invoice.status === "draft" ? effect : undefined}
      facts={{ ...(accepts && { accept_differences: true }), ...(onGoods && { differences_to_goods: true }) }}
      factsInput={
        invoice.status === "draft" && (
          <Stack gap="xs" mt="sm">
            <Checkbox
              label={t`Accept differences from orders and deliveries`}
              checked={accepts}
              onChange={(event) => setAccepts(event.currentTarget.checked)}
            />
            <Checkbox
              label={t`Put differences of price on the goods`}
              checked={onGoods}
              onChange={(event) => setOnGoods(event.currentTarget.checked)}
            />
          </Stack>
        )
      }
      actions={
        invoice.status === "approved" &&
        isOpen &&
        may("supplier.pay") && (
          <Button component={Link} to={`${PAYMENTS.home}/new`} search={{ supplier: invoice.supplier } as never}>
            <Trans>Pay</Trans>
          </Button>
        )
      }
      aside={
        <>
          <Section title={t`Facts`}>
            <Facts>
              <Fact term={t`Supplier`}>
                <Link to={`/suppliers/${invoice.supplier}`}>{invoice.supplier_name}</Link>
              </Fact>
              <Fact term={t`Number on the invoice`}>{invoice.supplier_number}</Fact>
              <Fact term={t`Date`}>{date(invoice.document_date)}</Fact>
              <Fact term={t`Due`}>{date(invoice.due_date)}</Fact>
              <Fact term={t`Place`}>{nameOf(invoice.location)}</Fact>
            </Facts>
          </Section>
          <Sources
            title={t`Came with`}
            links={receipts.map((id, at) => ({ to: `${DELIVERIES.home}/${id}`, label: t`Delivery ${String(at + 1)}` }))}
          />
        </>
      }
    >
      <Figures>
        <Figure label={t`Total`} value={total} />
        <Figure label={t`Before tax`} value={money(invoice.net_amount, invoice.currency)} />
        <Figure label={t`Tax`} value={money(invoice.tax_amount, invoice.currency)} />
        <Figure label={t`Open`} value={money(invoice.open_amount, invoice.currency)} />
      </Figures>
      {invoice.is_editable && may("supplier.pay") ? (
        <Written doc={invoice} isDirty={isDirty}>
          {(now) => (
            <InvoiceForm invoice={now} onDirty={setDirty} onSaved={(saved) => toast(t`${saved.number} is saved.`)} />
          )}
        </Written>
      ) : (
        <Section title={t`What is invoiced`}>
          <LinesTable
            label={t`What is invoiced`}
            lines={invoice.lines.map((line) => ({ ...line, product_name: line.description || line.product_sku }))}
            cells={[
              { id: "quantity", header: t`Quantity`, figure: true, cell: (line) => quantity(short(line.quantity)) },
              {
                id: "price",
                header: t`Price`,
                figure: true,
                cell: (line) => amount(line.unit_price, invoice.currency),
              },
              { id: "net", header: t`Amount`, figure: true, cell: (line) => amount(line.net_amount, invoice.currency) },
            ]}
            totals={["", "", amount(invoice.net_amount, invoice.currency)]}
          />
        </Section>
      )}
    </DocumentPage>
  );
}
