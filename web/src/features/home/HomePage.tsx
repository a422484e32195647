import { useLingui } from "@lingui/react/macro";
import { Page } from "@/components/ui/Page";

export default function HomePage() {
  const { t } = useLingui();
  return <Page title={t`Home`}>{null}</Page>;
}
