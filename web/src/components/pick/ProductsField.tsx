/** Several products in a field: found one after the other, each taken off again by its cross. */

import { useLingui } from "@lingui/react/macro";
import { Group, Pill } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { asQuery } from "@/components/list/state";
import { answer, desk } from "@/lib/api";
import { ProductPick } from "./ProductPick";

/** The names of products, by id. */
export function useProductNames(ids: readonly string[]): ReadonlyMap<string, string> {
  const { data } = useQuery({
    queryKey: ["products", "names", [...ids].sort()],
    queryFn: async () => {
      const query = { ids: ids.join(","), page_size: 500 };
      const page = await answer(desk.GET("/api/products/", { params: { query: asQuery(query) } }));
      return page.results.map((row): [string, string] => [row.id, row.name]);
    },
    enabled: ids.length > 0,
    placeholderData: (before) => before,
  });
  return new Map(data);
}

interface Props {
  label: string;
  description?: string | undefined;
  value: readonly string[];
  onChange: (ids: string[]) => void;
}

export function ProductsField({ label, description, value, onChange }: Props) {
  const { t } = useLingui();
  const [turn, setTurn] = useState(0);
  const names = useProductNames(value);
  return (
    <div>
      <ProductPick
        key={turn}
        label={label}
        description={description}
        value={null}
        onChange={(id) => {
          if (id && !value.includes(id)) onChange([...value, id]);
          setTurn(turn + 1);
        }}
      />
      {value.length > 0 && (
        <Group gap="xs" mt="xs">
          {value.map((id) => {
            const name = names.get(id) ?? "…";
            return (
              <Pill
                key={id}
                size="lg"
                withRemoveButton
                removeButtonProps={{ "aria-label": t`Remove ${name}`, "aria-hidden": false, tabIndex: 0 }}
                onRemove={() => onChange(value.filter((one) => one !== id))}
              >
                {name}
              </Pill>
            );
          })}
        </Group>
      )}
    </div>
  );
}
