/** All that may be changed of a customer. */
import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { ProblemNotice } from "@/components/ui/Notice";
import { Page } from "@/components/ui/Page";
import { toast } from "@/components/ui/toast";
import { Waiting } from "@/components/ui/Waiting";
import { customerQuery, useForget } from "./api";
import { CustomerForm } from "./CustomerForm";

export default function EditPage() {
  const { t } = useLingui();
  const { id = "" } = useParams({ strict: false });
  const navigate = useNavigate();
  const forget = useForget();
  const { data: customer, error } = useQuery(customerQuery(id));
  const name = customer?.name ?? t`Customer`;
  return (
    <Page title={t`Edit ${name}`} back={{ to: `/customers/${id}`, label: name }}>
      <ProblemNotice error={error} />
      {!customer && !error && <Waiting label={t`Loading the customer`} />}
      {customer && (
        <CustomerForm
          customer={customer}
          onCancel={() => navigate({ to: `/customers/${id}` })}
          onSaved={(saved) => {
            forget();
            toast(t`${saved.name} is saved.`);
            navigate({ to: `/customers/${id}` });
          }}
        />
      )}
    </Page>
  );
}
