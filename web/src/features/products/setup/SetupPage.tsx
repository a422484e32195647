/** What products are sorted by, counted in and taxed by. */
import { useLingui } from "@lingui/react/macro";
import { Page } from "@/components/ui/Page";
import { PageTabs } from "@/components/ui/PageTabs";
import { Brands } from "./Brands";
import { Groups } from "./Groups";
import { Taxes } from "./Taxes";
import { Units } from "./Units";

export default function SetupPage() {
  const { t } = useLingui();
  return (
    <Page title={t`Setup of products`} back={{ to: "/products", label: t`Products` }}>
      <PageTabs
        label={t`What to set up`}
        parts={[
          { id: "groups", label: t`Groups`, content: () => <Groups /> },
          { id: "brands", label: t`Brands`, content: () => <Brands /> },
          { id: "units", label: t`Units`, content: () => <Units /> },
          { id: "taxes", label: t`Taxes`, content: () => <Taxes /> },
        ]}
      />
    </Page>
  );
}
