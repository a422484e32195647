/** One credit note of a supplier and what it settles. */
import { useLingui } from "@lingui/react/macro";
import { short } from "@/components/documents/figures";
import { LinesTable } from "@/components/documents/LinesTable";
import { Fact, Section } from "@/components/ui/Page";
import { amount, date, quantity } from "@/lib/format";
import { CREDITS, type Credit } from "../kinds";
import { SettlingPage } from "../SettlingPage";

export default function CreditPage() {
  const { t } = useLingui();
  return (
    <SettlingPage<Credit>
      path={CREDITS.path}
      back={{ to: CREDITS.home, label: t`Credit notes` }}
      title={(number) => (number ? t`Credit note ${number}` : t`Credit note`)}
      figure={(credit) => [t`Total`, credit.total_amount]}
      facts={(credit) => (
        <>
          <Fact term={t`Number on the credit note`}>{credit.supplier_number}</Fact>
          <Fact term={t`Date`}>{date(credit.document_date)}</Fact>
        </>
      )}
    >
      {(credit) => (
        <Section title={t`What it is for`}>
          <LinesTable
            label={t`What it is for`}
            lines={credit.lines.map((line) => ({ ...line, product_name: line.description || line.product_sku }))}
            cells={[
              { id: "quantity", header: t`Quantity`, figure: true, cell: (line) => quantity(short(line.quantity)) },
              { id: "net", header: t`Amount`, figure: true, cell: (line) => amount(line.net_amount, credit.currency) },
            ]}
          />
        </Section>
      )}
    </SettlingPage>
  );
}
