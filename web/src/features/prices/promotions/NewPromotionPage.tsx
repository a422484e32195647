/** A promotion to draft. It does nothing until it is approved. */
import { Trans, useLingui } from "@lingui/react/macro";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { FormFrame } from "@/components/ui/FormFrame";
import { useApiForm } from "@/components/ui/form";
import { Page, Section } from "@/components/ui/Page";
import { createPromotion, type Promotion, useFresh } from "../api";
import { telling } from "../problems";
import { PromotionFields } from "./PromotionFields";
import { blankValues, bodyOf, CHECKS, type PromotionValues } from "./values";

export default function NewPromotionPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const fresh = useFresh("promotions");
  const [initial] = useState(blankValues);
  const api = useApiForm<PromotionValues, Promotion>({
    initial,
    validate: CHECKS,
    save: (values, key) => telling(createPromotion(bodyOf(values), key)),
    onSaved: async (saved) => {
      await fresh();
      navigate({ to: `/prices/promotions/${saved.id}` });
    },
  });
  return (
    <Page title={t`New promotion`} back={{ to: "/prices/promotions", label: t`Promotions` }}>
      <Section>
        <FormFrame api={api} act={<Trans>Save draft</Trans>} onCancel={() => navigate({ to: "/prices/promotions" })}>
          <PromotionFields form={api.form} />
        </FormFrame>
      </Section>
    </Page>
  );
}
