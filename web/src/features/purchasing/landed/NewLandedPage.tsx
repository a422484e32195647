/** Charges, and the deliveries over whose goods they are shared out. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, MultiSelect, NativeSelect, Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { read, send } from "@/components/documents/call";
import { plain } from "@/components/documents/figures";
import { useLocationChoices } from "@/components/documents/refs";
import type { Rows } from "@/components/list/state";
import { FormFrame } from "@/components/ui/FormFrame";
import { useApiForm } from "@/components/ui/form";
import { Page } from "@/components/ui/Page";
import { idempotencyKey } from "@/lib/api";
import { date } from "@/lib/format";
import { DELIVERIES, type Delivery, LANDED, type Landed } from "../kinds";
import { useBases, useChargeKinds } from "./words";

interface Charge {
  id: string;
  kind: string;
  amount: string;
  description: string;
}

interface Values extends Record<string, unknown> {
  location: string;
  basis: string;
  receipts: string[];
}

const newCharge = (): Charge => ({ id: idempotencyKey(), kind: "FREIGHT", amount: "", description: "" });

export default function NewLandedPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const places = useLocationChoices();
  const bases = useBases();
  const [key] = useState(idempotencyKey);
  const [charges, setCharges] = useState<Charge[]>(() => [newCharge()]);
  const api = useApiForm<Values, Landed>({
    initial: { location: "", basis: "VALUE", receipts: [] },
    validate: {
      location: (value: never) => (value ? null : t`Choose the place.`),
      receipts: (value: never) => ((value as string[]).length > 0 ? null : t`Choose the deliveries.`),
    },
    save: (values) =>
      send<Landed>("POST", LANDED.path, key, {
        ...values,
        charges: charges.map(({ id: _, ...one }) => ({ ...one, amount: plain(one.amount) ?? one.amount })),
      }),
    onSaved: (saved) => navigate({ to: `${LANDED.home}/${saved.id}` }),
  });
  const { form } = api;
  const { location } = form.values;
  const { data } = useQuery({
    queryKey: [DELIVERIES.path, "at", location],
    queryFn: ({ signal }) =>
      read<Rows<Delivery>>(DELIVERIES.path, { location, status: "completed", page_size: 50 }, signal),
    enabled: Boolean(location),
  });
  const set = (id: string, changes: Partial<Charge>) =>
    setCharges((now) => now.map((one) => (one.id === id ? { ...one, ...changes } : one)));
  return (
    <Page title={t`New landed cost`} back={{ to: LANDED.home, label: t`Landed costs` }}>
      <FormFrame api={api} act={<Trans>Save landed cost</Trans>}>
        <Select label={t`Place`} data={places} {...form.getInputProps("location")} />
        <MultiSelect
          label={t`Deliveries`}
          placeholder={location ? "" : t`Choose the place first`}
          disabled={!location}
          data={(data?.results ?? []).map((one) => ({
            value: one.id,
            label: `${one.number} · ${one.supplier_name ?? ""} · ${date(one.document_date)}`,
          }))}
          {...form.getInputProps("receipts")}
        />
        <NativeSelect
          label={t`Share out`}
          data={Object.entries(bases).map(([value, label]) => ({ value, label }))}
          {...form.getInputProps("basis")}
        />
        {charges.map((charge, at) => (
          <ChargeFields
            key={charge.id}
            charge={charge}
            nth={at + 1}
            error={form.errors[`charges.${at}.amount`]}
            onChange={(changes) => set(charge.id, changes)}
            onRemove={
              charges.length > 1 ? () => setCharges((now) => now.filter((one) => one.id !== charge.id)) : undefined
            }
          />
        ))}
        <div>
          <Button variant="default" size="sm" onClick={() => setCharges((now) => [...now, newCharge()])}>
            <Trans>Add a charge</Trans>
          </Button>
        </div>
      </FormFrame>
    </Page>
  );
}

interface ChargeProps {
  charge: Charge;
  nth: number;
  error: ReactNode;
  onChange: (changes: Partial<Charge>) => void;
  onRemove: (() => void) | undefined;
}

function ChargeFields({ charge, nth, error, onChange, onRemove }: ChargeProps) {
  const { t } = useLingui();
  const kinds = useChargeKinds();
  return (
    <Group align="flex-end" gap="sm">
      <NativeSelect
        label={t`Charge ${String(nth)}`}
        data={Object.entries(kinds).map(([value, label]) => ({ value, label }))}
        value={charge.kind}
        onChange={(event) => onChange({ kind: event.currentTarget.value })}
      />
      <TextInput
        label={t`Amount`}
        inputMode="decimal"
        value={charge.amount}
        error={error}
        onChange={(event) => onChange({ amount: event.currentTarget.value })}
      />
      <TextInput
        label={t`Words (optional)`}
        value={charge.description}
        onChange={(event) => onChange({ description: event.currentTarget.value })}
      />
      {onRemove && (
        <Button variant="subtle" onClick={onRemove}>
          <Trans>Remove</Trans>
        </Button>
      )}
    </Group>
  );
}
