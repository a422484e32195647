/**
 * At which place something is booked; not asked where there is only one. A shop is where money changes hands, so the only
 * shop is suggested. Among several the reader chooses: a wrong one would book the money into a drawer where it is not.
 */
import { useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { useLocations } from "@/lib/names";
import { asChoices } from "@/lib/reference";

interface Props {
  value?: string;
  onChange?: (location: string) => void;
  label?: string;
  error?: ReactNode;
  /** By which its form finds it. */
  "data-path"?: string;
}

/** What is wrong with a place that has to be chosen, in words. */
export function useLocationCheck(): (value: string) => string | null {
  const { t } = useLingui();
  return (value) => (value ? null : t`Choose a place.`);
}

export function LocationField({ value, onChange, label, error, "data-path": path }: Props) {
  const { t } = useLingui();
  const places = useLocations().filter((place) => place.is_active !== false);
  const shops = places.filter((place) => place.kind === "STOREFRONT");
  const only = shops.length === 1 ? shops[0]?.id : places.length === 1 ? places[0]?.id : undefined;
  useEffect(() => {
    if (!value && only) onChange?.(only);
  }, [value, only, onChange]);
  if (places.length === 1) return null;
  return (
    <Select
      label={label ?? t`Location`}
      data={asChoices([...shops, ...places.filter((place) => place.kind !== "STOREFRONT")])}
      placeholder={t`Choose a place`}
      error={error}
      required
      {...(path ? { "data-path": path } : {})}
      value={value || null}
      allowDeselect={false}
      onChange={(next) => onChange?.(next ?? "")}
    />
  );
}
