/** At which place something is booked; not asked where there is only one. */
import { useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { useEffect } from "react";
import { useLocations } from "@/lib/names";
import { asChoices } from "@/lib/reference";

interface Props {
  value: string;
  onChange: (location: string) => void;
  label?: string;
}

export function LocationField({ value, onChange, label }: Props) {
  const { t } = useLingui();
  const places = useLocations().filter((place) => place.is_active !== false);
  const first = places[0]?.id;
  useEffect(() => {
    if (!value && first) onChange(first);
  }, [value, first, onChange]);
  if (places.length < 2) return null;
  return (
    <Select
      label={label ?? t`Location`}
      data={asChoices(places)}
      value={value || null}
      allowDeselect={false}
      onChange={(next) => onChange(next ?? "")}
    />
  );
}
