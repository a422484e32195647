/** All that may be changed of a supplier. */
import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { ProblemNotice } from "@/components/ui/Notice";
import { Page } from "@/components/ui/Page";
import { toast } from "@/components/ui/toast";
import { Waiting } from "@/components/ui/Waiting";
import { supplierQuery, useForget } from "./api";
import { SupplierForm } from "./SupplierForm";

export default function EditPage() {
  const { t } = useLingui();
  const { id = "" } = useParams({ strict: false });
  const navigate = useNavigate();
  const forget = useForget();
  const { data: supplier, error } = useQuery(supplierQuery(id));
  const name = supplier?.name ?? t`Supplier`;
  const back = () => navigate({ to: `/suppliers/${id}` });
  return (
    <Page title={t`Edit ${name}`} back={{ to: `/suppliers/${id}`, label: name }}>
      <ProblemNotice error={error} />
      {!supplier && !error && <Waiting label={t`Loading the supplier`} />}
      {supplier && (
        <SupplierForm
          supplier={supplier}
          onCancel={back}
          onSaved={(saved) => {
            forget();
            toast(t`${saved.name} is saved.`);
            back();
          }}
        />
      )}
    </Page>
  );
}
