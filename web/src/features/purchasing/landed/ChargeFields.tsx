/** The charges of a landed cost while they are written. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, NativeSelect, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { plain } from "@/components/documents/figures";
import { idempotencyKey } from "@/lib/api";
import { useChargeKinds } from "./words";

export interface Charge {
  /** Names the row on the screen. */
  id: string;
  kind: string;
  amount: string;
  description: string;
  /** What it keeps as it came: another currency, the invoice that it is of. */
  kept?: Record<string, unknown>;
}

export const newCharge = (): Charge => ({ id: idempotencyKey(), kind: "FREIGHT", amount: "", description: "" });

export const chargeBody = ({ kind, amount, description, kept }: Charge) => ({
  ...kept,
  kind,
  description,
  amount: plain(amount) ?? amount,
});

interface Props {
  charges: Charge[];
  errors: Readonly<Record<string, ReactNode>>;
  onChange: (charges: Charge[]) => void;
}

export function ChargeFields({ charges, errors, onChange }: Props) {
  const set = (id: string, changes: Partial<Charge>) =>
    onChange(charges.map((one) => (one.id === id ? { ...one, ...changes } : one)));
  return (
    <>
      {charges.map((charge, at) => (
        <Row
          key={charge.id}
          charge={charge}
          nth={at + 1}
          error={errors[`charges.${at}.amount`]}
          onChange={(changes) => set(charge.id, changes)}
          onRemove={charges.length > 1 ? () => onChange(charges.filter((one) => one.id !== charge.id)) : undefined}
        />
      ))}
      <div>
        <Button variant="default" size="sm" onClick={() => onChange([...charges, newCharge()])}>
          <Trans>Add a charge</Trans>
        </Button>
      </div>
    </>
  );
}

interface RowProps {
  charge: Charge;
  nth: number;
  error: ReactNode;
  onChange: (changes: Partial<Charge>) => void;
  onRemove: (() => void) | undefined;
}

function Row({ charge, nth, error, onChange, onRemove }: RowProps) {
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
