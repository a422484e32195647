/** A new supplier. */
import { useLingui } from "@lingui/react/macro";
import { useNavigate } from "@tanstack/react-router";
import { Page } from "@/components/ui/Page";
import { toast } from "@/components/ui/toast";
import { useForget } from "./api";
import { SupplierForm } from "./SupplierForm";

export default function NewPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const forget = useForget();
  return (
    <Page title={t`New supplier`} back={{ to: "/suppliers", label: t`Suppliers` }}>
      <SupplierForm
        onCancel={() => navigate({ to: "/suppliers" })}
        onSaved={(saved) => {
          forget();
          toast(t`${saved.name} is saved as ${saved.code}.`);
          navigate({ to: `/suppliers/${saved.id}` });
        }}
      />
    </Page>
  );
}
