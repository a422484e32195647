/** Whether proposed prices wait for somebody, and from which difference on there are any. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { DecimalInput } from "@/components/ui/DecimalInput";
import { FormFrame } from "@/components/ui/FormFrame";
import { useApiForm } from "@/components/ui/form";
import { ProblemNotice } from "@/components/ui/Notice";
import { Waiting } from "@/components/ui/Waiting";
import type { Schemas } from "@/lib/api";
import { isDecimal, plain } from "@/lib/decimals";
import { changeSettings, settingsQuery, useFresh } from "./api";
import { telling } from "./problems";

export function PricingSettings({ onDone }: { onDone: () => void }) {
  const { t } = useLingui();
  const { data, error } = useQuery(settingsQuery);
  if (data) return <SettingsForm settings={data} onDone={onDone} />;
  return error ? <ProblemNotice error={error} /> : <Waiting rows={3} label={t`Loading the settings`} />;
}

function SettingsForm({ settings, onDone }: { settings: Schemas["PricingSettings"]; onDone: () => void }) {
  const { t } = useLingui();
  const fresh = useFresh("pricing-settings");
  const api = useApiForm({
    initial: {
      applies_proposals: settings.applies_proposals,
      threshold_percent: plain(settings.threshold_percent) || "0",
    },
    validate: {
      threshold_percent: (value: string) =>
        isDecimal(value) && Number.parseFloat(value) <= 100 ? null : t`Write a number from 0 to 100`,
    } as never,
    save: (values, key) => telling(changeSettings(values, key)),
    onSaved: async () => {
      await fresh();
      onDone();
    },
  });
  const { form } = api;
  return (
    <FormFrame api={api} act={<Trans>Save settings</Trans>} onCancel={onDone}>
      <Checkbox
        label={t`Apply proposed prices at once`}
        description={t`Otherwise they wait here for somebody to decide.`}
        {...form.getInputProps("applies_proposals", { type: "checkbox" })}
      />
      <DecimalInput
        label={t`Propose a price that differs by at least`}
        unit="%"
        {...form.getInputProps("threshold_percent")}
      />
    </FormFrame>
  );
}
