/** The facts of a product, to change. Only what was changed is sent. */

import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { FormFrame } from "@/components/ui/FormFrame";
import { useApiForm } from "@/components/ui/form";
import { ProblemNotice } from "@/components/ui/Notice";
import { Page, Section } from "@/components/ui/Page";
import { toast } from "@/components/ui/toast";
import { Waiting } from "@/components/ui/Waiting";
import { changeProduct, type ProductDetail, productQuery, useFresh } from "./api";
import { ProductFields } from "./ProductFields";
import { telling } from "./problems";
import { CHECKS, changesOf, type ProductValues, valuesOf } from "./values";

export default function EditProductPage() {
  const { t } = useLingui();
  const { id = "" } = useParams({ strict: false });
  const { data, error } = useQuery(productQuery(id));
  const name = data?.name ?? "";
  return (
    <Page title={data ? t`Edit ${name}` : t`Edit product`} back={{ to: `/products/${id}`, label: name || t`Product` }}>
      <ProblemNotice error={error} />
      {data ? <EditForm product={data} /> : !error && <Waiting label={t`Loading the product`} />}
    </Page>
  );
}

function EditForm({ product }: { product: ProductDetail }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const fresh = useFresh();
  const [before] = useState(() => valuesOf(product));
  const back = () => navigate({ to: `/products/${product.id}` });
  const api = useApiForm<ProductValues, ProductDetail>({
    initial: before,
    validate: CHECKS,
    save: (values, key) => telling(changeProduct(product.id, changesOf(before, values), key)),
    onSaved: async (saved) => {
      toast(t`${saved.name} was saved.`);
      await fresh();
      back();
    },
  });
  return (
    <Section>
      <FormFrame api={api} act={<Trans>Save product</Trans>} onCancel={back}>
        <ProductFields form={api.form} isNew={false} />
      </FormFrame>
    </Section>
  );
}
