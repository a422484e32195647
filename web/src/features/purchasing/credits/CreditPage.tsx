/** One credit note of a supplier and what it settles. */
import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { read } from "@/components/documents/call";
import { short } from "@/components/documents/figures";
import { LinesTable } from "@/components/documents/LinesTable";
import { useLocationName } from "@/components/documents/refs";
import { ProblemNotice } from "@/components/ui/Notice";
import { Fact, Facts, Figure, Figures, Page, Section, TwoColumns } from "@/components/ui/Page";
import { StatusBadge } from "@/components/ui/StatusBadge";
import { Waiting } from "@/components/ui/Waiting";
import { amount, date, money, quantity } from "@/lib/format";
import { useMay } from "@/lib/session";
import { CREDITS, type Credit } from "../kinds";
import { ReverseButton, Settlements } from "../Settlements";

export default function CreditPage() {
  const { t } = useLingui();
  const may = useMay();
  const nameOf = useLocationName();
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const { data, error } = useQuery({
    queryKey: [CREDITS.path, id],
    queryFn: ({ signal }) => read<Credit>(`${CREDITS.path}${id}/`, {}, signal),
  });
  const back = { to: CREDITS.home, label: t`Credit notes` };
  if (!data) {
    return (
      <Page title={t`Credit note`} back={back}>
        {error ? <ProblemNotice error={error} /> : <Waiting label={t`Loading`} />}
      </Page>
    );
  }
  return (
    <Page
      title={t`Credit note ${data.number}`}
      back={back}
      beside={data.reversed_at && <StatusBadge tone="cancelled">{t`Taken back`}</StatusBadge>}
      actions={may("supplier.pay") && <ReverseButton path={CREDITS.path} doc={data} />}
    >
      <Figures>
        <Figure label={t`Total`} value={money(data.total_amount, data.currency)} />
        <Figure label={t`Settles nothing yet`} value={money(data.open_amount, data.currency)} />
      </Figures>
      <TwoColumns
        aside={
          <Section title={t`Facts`}>
            <Facts>
              <Fact term={t`Supplier`}>
                <Link to={`/suppliers/${data.supplier}`}>{data.supplier_name}</Link>
              </Fact>
              <Fact term={t`Number on the credit note`}>{data.supplier_number}</Fact>
              <Fact term={t`Date`}>{date(data.document_date)}</Fact>
              <Fact term={t`Place`}>{nameOf(data.location)}</Fact>
            </Facts>
          </Section>
        }
      >
        <Section title={t`What it is for`}>
          <LinesTable
            label={t`What it is for`}
            lines={data.lines.map((line) => ({ ...line, product_name: line.description || line.product_sku }))}
            cells={[
              { id: "quantity", header: t`Quantity`, figure: true, cell: (line) => quantity(short(line.quantity)) },
              { id: "net", header: t`Amount`, figure: true, cell: (line) => amount(line.net_amount, data.currency) },
            ]}
          />
        </Section>
        <Settlements path={CREDITS.path} doc={data} />
      </TwoColumns>
    </Page>
  );
}
