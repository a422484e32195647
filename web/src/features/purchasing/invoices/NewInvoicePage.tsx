import { useLingui } from "@lingui/react/macro";
import { useNavigate } from "@tanstack/react-router";
import { Page } from "@/components/ui/Page";
import { INVOICES } from "../kinds";
import { InvoiceForm } from "./InvoiceForm";

export default function NewInvoicePage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  return (
    <Page title={t`New invoice`} back={{ to: INVOICES.home, label: t`Supplier invoices` }}>
      <InvoiceForm onSaved={(saved) => navigate({ to: `${INVOICES.home}/${saved.id}` })} />
    </Page>
  );
}
