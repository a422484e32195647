import { Trans, useLingui } from "@lingui/react/macro";
import { useNavigate } from "@tanstack/react-router";
import { Page } from "@/components/ui/Page";
import { usePriceCells } from "../cells";
import { REQUESTS, type Request } from "../kinds";
import { PurchaseForm } from "../PurchaseForm";

export default function NewRequestPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  return (
    <Page title={t`New request`} back={{ to: REQUESTS.home, label: t`Requests` }}>
      <PurchaseForm<Request>
        path={REQUESTS.path}
        lines={[]}
        cells={usePriceCells()}
        supplierIsOptional
        act={<Trans>Save request</Trans>}
        onSaved={(saved) => navigate({ to: `${REQUESTS.home}/${saved.id}` })}
      />
    </Page>
  );
}
