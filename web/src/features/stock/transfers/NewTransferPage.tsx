import { useLingui } from "@lingui/react/macro";
import { useNavigate } from "@tanstack/react-router";
import { Page } from "@/components/ui/Page";
import { Waiting } from "@/components/ui/Waiting";
import { useSeed } from "../useSeed";
import { TransferForm, useTransferCells } from "./TransferForm";

export default function NewTransferPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const seed = useSeed(useTransferCells());
  return (
    <Page title={t`New transfer`} back={{ to: "/stock/transfers", label: t`Transfers` }}>
      {seed ? (
        <TransferForm
          from={seed.from}
          lines={seed.lines}
          onSaved={(saved) => navigate({ to: `/stock/transfers/${saved.id}` })}
        />
      ) : (
        <Waiting label={t`Loading the product`} />
      )}
    </Page>
  );
}
