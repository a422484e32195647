/** What past sales would have been with a draft in force: asked for here, shown as figures and a chart. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Select } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { EmptyState } from "@/components/ui/EmptyState";
import { Notice, ProblemNotice } from "@/components/ui/Notice";
import { Section } from "@/components/ui/Page";
import { Waiting } from "@/components/ui/Waiting";
import { useLocations } from "@/lib/names";
import { asChoices } from "@/lib/reference";
import { useMay } from "@/lib/session";
import { type Draft, simulate } from "../api";
import { inWords } from "../problems";
import { SimulationResult } from "./SimulationResult";

export function SimulationPart({ draft }: { draft: Draft }) {
  const { t } = useLingui();
  const maySell = useMay()("sale.view");
  const [days, setDays] = useState("30");
  const [place, setPlace] = useState<string | null>(null);
  const places = useLocations().filter((one) => one.kind === "STOREFRONT");
  const run = useMutation({
    mutationFn: () => simulate(draft, { days: Number(days), location: place }),
  });
  if (!maySell) {
    return (
      <Notice kind="info">
        <Trans>Your role does not see past sales, so it can't be tried on them.</Trans>
      </Notice>
    );
  }
  return (
    <div style={{ display: "grid", gridTemplateColumns: "minmax(0, 1fr)", gap: "var(--space-4)" }}>
      <Section>
        <Group align="end" gap="sm">
          <Select
            label={t`Sales of the last`}
            allowDeselect={false}
            data={[
              { value: "7", label: t`7 days` },
              { value: "30", label: t`30 days` },
              { value: "90", label: t`90 days` },
            ]}
            value={days}
            onChange={(value) => value && setDays(value)}
          />
          {places.length > 1 && (
            <Select
              label={t`Place (optional)`}
              placeholder={t`Everywhere`}
              data={asChoices(places)}
              value={place}
              onChange={setPlace}
              clearable
            />
          )}
          <Button loading={run.isPending} onClick={() => run.mutate()}>
            <Trans>Try it</Trans>
          </Button>
        </Group>
      </Section>
      <ProblemNotice error={inWords(run.error)} />
      {run.isPending && <Waiting label={t`Working it out`} />}
      {run.data && !run.isPending && <SimulationResult found={run.data} />}
      {!run.data && !run.isPending && (
        <Section>
          <EmptyState title={t`Not tried yet`}>
            <Trans>
              It is worked out what was sold with the same quantities at the new prices. Nothing is changed.
            </Trans>
          </EmptyState>
        </Section>
      )}
    </div>
  );
}
