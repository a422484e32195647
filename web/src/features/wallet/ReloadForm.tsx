/** Puts money on a gift card that was paid for in another way than at a till. */
import { useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { LocationField, useLocationCheck } from "@/components/partners/LocationField";
import { DecimalInput } from "@/components/ui/DecimalInput";
import { FormFrame } from "@/components/ui/FormFrame";
import { useApiForm } from "@/components/ui/form";
import { toast } from "@/components/ui/toast";
import { isDecimal } from "@/lib/decimals";
import { useActKey } from "@/lib/keys";
import { type Holding, reload } from "./api";

export function ReloadForm({ holding, onDone }: { holding: Holding; onDone: () => void }) {
  const { t } = useLingui();
  const cache = useQueryClient();
  const key = useActKey();
  const location = useLocationCheck();
  const api = useApiForm({
    initial: { amount: "", location: "", reference: "" },
    validate: {
      amount: (value: string) =>
        isDecimal(value) && /[1-9]/.test(value) ? null : t`Write how much is put on the card.`,
      location,
    },
    fieldOf: { AMOUNT_NOT_POSITIVE: "amount", AMOUNT_TOO_PRECISE: "amount" },
    save: (values) => reload(holding.id, values, key(values)),
    onSaved: async () => {
      await cache.invalidateQueries({ queryKey: ["wallet"] });
      await cache.invalidateQueries({ queryKey: [`wallet.${holding.id}.entries`] });
      toast(t`It is on the card.`);
      onDone();
    },
  });
  const field = api.form.getInputProps;
  return (
    <FormFrame api={api} act={t`Put money on the card`} onCancel={onDone}>
      <DecimalInput label={t`Amount`} unit={holding.currency} data-autofocus {...field("amount")} />
      <LocationField label={t`Loaded at`} {...field("location")} />
      <TextInput label={t`Reference (optional)`} maxLength={60} {...field("reference")} />
    </FormFrame>
  );
}
