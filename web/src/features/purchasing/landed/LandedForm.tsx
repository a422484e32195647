/** A landed cost while it is written: the charges, and the deliveries over whose goods they are shared out. */
import { useLingui } from "@lingui/react/macro";
import { MultiSelect, NativeSelect, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";
import { read, send } from "@/components/documents/call";
import { short } from "@/components/documents/figures";
import { useLocationChoices } from "@/components/documents/refs";
import { FormFrame } from "@/components/ui/FormFrame";
import { useApiForm } from "@/components/ui/form";
import { date } from "@/lib/format";
import { useActKey } from "@/lib/keys";
import type { Rows } from "@/lib/pages";
import { DELIVERIES, type Delivery, LANDED, type Landed } from "../kinds";
import { type Charge, ChargeFields, chargeBody, newCharge } from "./ChargeFields";
import { useBases } from "./words";

interface Values extends Record<string, unknown> {
  location: string;
  basis: string;
  receipts: string[];
  charges: Charge[];
}

const receiptsOf = (landed: Landed) => [...new Set(landed.targets.map((one) => one.receipt))];

const chargeOf = (one: Landed["charges"][number]): Charge => ({
  id: one.id,
  kind: one.kind,
  amount: short(one.amount),
  description: one.description ?? "",
  kept: one.invoice_line
    ? { invoice_line: one.invoice_line, exchange_rate: one.exchange_rate }
    : { currency: one.currency, exchange_rate: one.exchange_rate },
});

const valuesOf = (landed: Landed | undefined): Values => ({
  location: landed?.location ?? "",
  basis: landed?.basis ?? "VALUE",
  receipts: landed ? receiptsOf(landed) : [],
  charges: landed ? landed.charges.map(chargeOf) : [newCharge()],
});

interface Props {
  landed?: Landed;
  act: ReactNode;
  onSaved: (saved: Landed) => void;
  onDirty?: (dirty: boolean) => void;
}

export function LandedForm({ landed, act, onSaved, onDirty }: Props) {
  const { t } = useLingui();
  const places = useLocationChoices();
  const bases = useBases();
  const key = useActKey();
  const api = useApiForm<Values, Landed>({
    initial: valuesOf(landed),
    validate: {
      location: (value: never) => (value ? null : t`Choose the place.`),
      receipts: (value: never) => ((value as string[]).length > 0 ? null : t`Choose the deliveries.`),
    },
    save: ({ location, basis, receipts, charges }) => {
      const written = { basis, charges: charges.map(chargeBody) };
      if (!landed) {
        const body = { ...written, location, receipts };
        return send<Landed>("POST", LANDED.path, key(body), body);
      }
      // Deliveries stand for all their goods: sent only where they were changed, so that a choice among goods stays.
      const chosen = receipts.join() === receiptsOf(landed).join() ? {} : { receipts };
      const body = { ...written, ...chosen };
      return send<Landed>("PATCH", `${LANDED.path}${landed.id}/`, key([landed.version, body]), body);
    },
    onSaved,
  });
  const { form } = api;
  const dirty = form.isDirty();
  useEffect(() => {
    onDirty?.(dirty);
    return () => onDirty?.(false);
  }, [onDirty, dirty]);
  return (
    <FormFrame api={api} act={act}>
      {!landed && <Select label={t`Place`} data={places} {...form.getInputProps("location")} />}
      <Deliveries location={form.values.location} {...form.getInputProps("receipts")} />
      <NativeSelect
        label={t`Share out`}
        data={Object.entries(bases).map(([value, label]) => ({ value, label }))}
        {...form.getInputProps("basis")}
      />
      <ChargeFields
        charges={form.values.charges}
        errors={form.errors}
        onChange={(charges) => form.setFieldValue("charges", charges)}
      />
    </FormFrame>
  );
}

interface DeliveriesProps {
  location: string;
  value?: string[];
  onChange?: (value: string[]) => void;
}

/** The last deliveries of a place, and those that are chosen already. */
function Deliveries({ location, ...field }: DeliveriesProps) {
  const { t } = useLingui();
  const { data } = useQuery({
    queryKey: [DELIVERIES.path, "at", location],
    queryFn: ({ signal }) =>
      read<Rows<Delivery>>(DELIVERIES.path, { location, status: "completed", page_size: 50 }, signal),
    enabled: Boolean(location),
  });
  const known = (data?.results ?? []).map((one) => ({
    value: one.id,
    label: `${one.number} · ${one.supplier_name ?? ""} · ${date(one.document_date)}`,
  }));
  const older = (field.value ?? []).filter((id) => !known.some((one) => one.value === id));
  return (
    <MultiSelect
      label={t`Deliveries`}
      placeholder={location ? "" : t`Choose the place first`}
      disabled={!location}
      data={[...known, ...older.map((value, at) => ({ value, label: t`Earlier delivery ${String(at + 1)}` }))]}
      {...field}
    />
  );
}
