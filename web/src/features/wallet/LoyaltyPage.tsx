/** The loyalty program: how points are earned, what they are worth, and how they are spent. Changes are in force from now on. */
import { Trans, useLingui } from "@lingui/react/macro";
import { MultiSelect, Select, Switch, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { DecimalInput } from "@/components/ui/DecimalInput";
import { FormFrame } from "@/components/ui/FormFrame";
import { useApiForm } from "@/components/ui/form";
import { Notice, ProblemNotice } from "@/components/ui/Notice";
import { Page, Section } from "@/components/ui/Page";
import { toast } from "@/components/ui/toast";
import { Waiting } from "@/components/ui/Waiting";
import { decimal } from "@/domain/decimal";
import { isDecimal } from "@/lib/decimals";
import { count, dateTime, money } from "@/lib/format";
import { useGroups } from "@/lib/reference";
import { useCurrency } from "@/lib/session";
import { type Program, programQuery, setProgram } from "./api";

export default function LoyaltyPage() {
  const { t } = useLingui();
  const { data, error, isPending } = useQuery(programQuery);
  return (
    <Page title={t`Loyalty points`} back={{ to: "/settings", label: t`Settings` }}>
      <ProblemNotice error={error} />
      {isPending && !error && <Waiting label={t`Loading the program`} />}
      {data !== undefined && (
        <>
          <Notice kind="info">
            {data
              ? t`In force since ${dateTime(data.valid_from)}. Sales keep the terms of their time.`
              : t`There is no program yet: nobody earns points.`}
          </Notice>
          <Section>
            <ProgramForm key={data?.id ?? ""} program={data} />
          </Section>
        </>
      )}
    </Page>
  );
}

const MOST_POINTS = 1_000_000_000;
const MOST_DAYS = 36_500;

const plain = (figure: string) => (figure.includes(".") ? figure.replace(/\.?0+$/, "") : figure);

/** What points of a sale of 100 are worth. */
const earned = (perUnit: string, value: string) =>
  decimal(perUnit).times(decimal(value)).times(decimal("100")).toString();

function ProgramForm({ program }: { program: Program | null }) {
  const { t } = useLingui();
  const currency = useCurrency();
  const cache = useQueryClient();
  const groups = useGroups().map((group) => ({ value: group.id, label: group.path }));
  const figure = (value: string) => (isDecimal(value) ? null : t`Write a figure, such as 0.5.`);
  const whole = (most: number) => (value: string) =>
    /^\d{1,12}$/.test(value.trim()) && Number(value) <= most ? null : t`Write a whole number from 0 to ${count(most)}.`;
  const api = useApiForm({
    initial: {
      is_active: program?.is_active ?? true,
      points_per_unit: plain(program?.points_per_unit ?? "1"),
      basis: program?.basis ?? "GROSS",
      point_value: plain(program?.point_value ?? "0.01"),
      min_points: String(program?.min_points ?? 0),
      max_share: plain(program?.max_share ?? "100"),
      validity_days: String(program?.validity_days ?? 0),
      excluded_groups: program?.excluded_groups ?? [],
    },
    validate: {
      points_per_unit: figure,
      point_value: figure,
      max_share: figure,
      min_points: whole(MOST_POINTS),
      validity_days: whole(MOST_DAYS),
    },
    save: ({ min_points, validity_days, ...rest }) =>
      setProgram({ ...rest, min_points: Number(min_points), validity_days: Number(validity_days) }),
    onSaved: (saved) => {
      cache.setQueryData(programQuery.queryKey, saved);
      toast(t`The program is in force.`);
    },
  });
  const { form } = api;
  const field = form.getInputProps;
  const { points_per_unit, point_value } = form.values;
  return (
    <FormFrame api={api} act={t`Save program`}>
      <Switch label={t`Customers earn and spend points`} {...form.getInputProps("is_active", { type: "checkbox" })} />
      <DecimalInput label={t`Points for 1 ${currency}`} {...field("points_per_unit")} />
      <Select
        label={t`Of what is paid`}
        allowDeselect={false}
        data={[
          { value: "GROSS", label: t`With tax` },
          { value: "NET", label: t`Without tax` },
        ]}
        {...field("basis")}
      />
      <DecimalInput label={t`What a point is worth`} unit={currency} {...field("point_value")} />
      <TextInput label={t`Points that are spent at least at once`} inputMode="numeric" {...field("min_points")} />
      <DecimalInput label={t`Share of a sale that points pay at most`} unit="%" {...field("max_share")} />
      <TextInput
        label={t`Days for which points are valid`}
        description={t`0 means for ever`}
        inputMode="numeric"
        {...field("validity_days")}
      />
      {groups.length > 0 && (
        <MultiSelect
          label={t`Groups that earn no points (optional)`}
          data={groups}
          searchable
          {...field("excluded_groups")}
        />
      )}
      {isDecimal(points_per_unit) && isDecimal(point_value) && (
        <p>
          <Trans>
            A sale of {money("100", currency)} earns {money(earned(points_per_unit, point_value), currency)} in points.
          </Trans>
        </p>
      )}
    </FormFrame>
  );
}
