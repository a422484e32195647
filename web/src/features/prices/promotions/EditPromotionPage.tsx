/** The draft of a promotion, to change. */
import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { FormFrame } from "@/components/ui/FormFrame";
import { useApiForm } from "@/components/ui/form";
import { ProblemNotice } from "@/components/ui/Notice";
import { Page, Section } from "@/components/ui/Page";
import { Waiting } from "@/components/ui/Waiting";
import { changePromotion, type Promotion, promotionQuery, useFresh } from "../api";
import { telling } from "../problems";
import { PromotionFields } from "./PromotionFields";
import { bodyOf, CHECKS, type PromotionValues, valuesOf } from "./values";

export default function EditPromotionPage() {
  const { t } = useLingui();
  const { id = "" } = useParams({ strict: false });
  const { data, error } = useQuery(promotionQuery(id));
  const name = data?.name ?? "";
  return (
    <Page
      title={data ? t`Edit ${name}` : t`Edit promotion`}
      back={{ to: `/prices/promotions/${id}`, label: name || t`Promotion` }}
    >
      <ProblemNotice error={error} />
      {data ? <EditForm promotion={data} /> : !error && <Waiting label={t`Loading the promotion`} />}
    </Page>
  );
}

function EditForm({ promotion }: { promotion: Promotion }) {
  const navigate = useNavigate();
  const fresh = useFresh("promotions");
  const back = () => navigate({ to: `/prices/promotions/${promotion.id}` });
  const api = useApiForm<PromotionValues, Promotion>({
    initial: valuesOf(promotion),
    validate: CHECKS,
    save: (values, key) => telling(changePromotion(promotion.id, bodyOf(values), key)),
    onSaved: async () => {
      await fresh();
      back();
    },
  });
  return (
    <Section>
      <FormFrame api={api} act={<Trans>Save draft</Trans>} onCancel={back}>
        <PromotionFields form={api.form} />
      </FormFrame>
    </Section>
  );
}
