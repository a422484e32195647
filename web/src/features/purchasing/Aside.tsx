/** The facts of a purchase document beside its lines. */
import { useLingui } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useLocationName } from "@/components/documents/refs";
import { Fact, Facts, Section } from "@/components/ui/Page";
import { date, money } from "@/lib/format";
import type { PurchaseDoc } from "./PurchaseForm";

interface Props {
  doc: PurchaseDoc & { net_amount: string; currency: string };
  /** Links to the documents that this one came from and led to. */
  sources?: ReactNode;
}

export function PurchaseAside({ doc, sources }: Props) {
  const { t } = useLingui();
  const nameOf = useLocationName();
  return (
    <>
      <Section title={t`Facts`}>
        <Facts>
          <Fact term={t`Supplier`}>
            {doc.supplier ? <Link to={`/suppliers/${doc.supplier}`}>{doc.supplier_name}</Link> : "-"}
          </Fact>
          <Fact term={t`Place`}>{nameOf(doc.location)}</Fact>
          <Fact term={t`Date`}>{date(doc.document_date)}</Fact>
          {doc.expected_delivery_date && <Fact term={t`Expected on`}>{date(doc.expected_delivery_date)}</Fact>}
          {doc.supplier_reference && <Fact term={t`Supplier's number`}>{doc.supplier_reference}</Fact>}
          <Fact term={t`Amount before tax`}>{money(doc.net_amount, doc.currency)}</Fact>
          {doc.notes && <Fact term={t`Note`}>{doc.notes}</Fact>}
        </Facts>
      </Section>
      {sources}
    </>
  );
}

interface SourcesProps {
  title: string;
  links: readonly { to: string; label: string }[];
}

export function Sources({ title, links }: SourcesProps) {
  if (links.length === 0) return null;
  return (
    <Section title={title}>
      <ul style={{ margin: 0, paddingInlineStart: 16 }}>
        {links.map((link) => (
          <li key={link.to}>
            <Link to={link.to}>{link.label}</Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
