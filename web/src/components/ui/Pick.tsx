/** One of many, found by typing: products, customers, suppliers, groups. The server searches. */
import { useLingui } from "@lingui/react/macro";
import { Loader, Select, type SelectProps } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";

export interface Choice {
  value: string;
  label: string;
}

interface Props extends Omit<SelectProps, "data" | "onChange" | "value"> {
  /** Names what is searched, for the cache. */
  kind: string;
  value: string | null;
  onChange: (value: string | null, choice: Choice | undefined) => void;
  load: (search: string, signal: AbortSignal) => Promise<Choice[]>;
  /** The words of `value`, where it was chosen before. */
  chosen?: Choice | undefined;
}

export function Pick({ kind, value, onChange, load, chosen, ...rest }: Props) {
  const { t } = useLingui();
  const [typed, setTyped] = useState("");
  const [picked, setPicked] = useState(chosen);
  const [search] = useDebouncedValue(typed === picked?.label ? "" : typed.trim(), 200);
  const { data = [], isFetching } = useQuery({
    queryKey: [kind, "pick", search],
    queryFn: ({ signal }) => load(search, signal),
    placeholderData: keepPreviousData,
  });
  const known = picked && !data.some((one) => one.value === picked.value) ? [picked, ...data] : data;
  return (
    <Select
      searchable
      clearable={!rest.required}
      {...rest}
      value={value}
      data={known}
      filter={({ options }) => options}
      onSearchChange={setTyped}
      onChange={(next) => {
        const choice = known.find((one) => one.value === next);
        setPicked(choice);
        onChange(next, choice);
      }}
      nothingFoundMessage={isFetching ? t`Looking…` : t`Nothing found`}
      rightSection={isFetching ? <Loader size="xs" /> : undefined}
    />
  );
}
