/** A new landed cost. */
import { Trans, useLingui } from "@lingui/react/macro";
import { useNavigate } from "@tanstack/react-router";
import { Page } from "@/components/ui/Page";
import { LANDED } from "../kinds";
import { LandedForm } from "./LandedForm";

export default function NewLandedPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  return (
    <Page title={t`New landed cost`} back={{ to: LANDED.home, label: t`Landed costs` }}>
      <LandedForm
        act={<Trans>Save landed cost</Trans>}
        onSaved={(saved) => navigate({ to: `${LANDED.home}/${saved.id}` })}
      />
    </Page>
  );
}
