/** The tree that products are sorted into. */
import { useLingui } from "@lingui/react/macro";
import { Checkbox, Select, TextInput } from "@mantine/core";
import { Records } from "@/components/list/Records";
import { answer, desk } from "@/lib/api";
import { type GroupNode, useGroups } from "@/lib/reference";
import { telling } from "../problems";
import { InUse } from "./Brands";

type Values = { code: string; name: string; parent: string | null; is_active: boolean };

export function Groups() {
  const { t } = useLingui();
  const rows = useGroups();
  const header = (key: string) => ({ "Idempotency-Key": key });
  const needed = (value: string) => (value.trim() ? null : t`Needed`);
  return (
    <Records<GroupNode, Values>
      shape={{
        telling,
        title: t`Groups`,
        reads: ["product-groups", "products"],
        empty: t`Groups sort products as the shelves do. Promotions and counts can be for a group with all below it.`,
        rows,
        nameOf: (row) => row.path,
        addLabel: t`Add group`,
        columns: [
          {
            header: t`Name`,
            cell: (row) => <span style={{ paddingInlineStart: `${row.depth * 1.5}rem` }}>{row.name}</span>,
          },
          { header: t`Code`, cell: (row) => row.code },
          { header: t`Use`, cell: (row) => <InUse isActive={row.is_active} /> },
        ],
        blank: { code: "", name: "", parent: null, is_active: true },
        valuesOf: (row) => ({ code: row.code, name: row.name, parent: row.parent, is_active: row.is_active }),
        validate: { code: needed, name: needed } as never,
        fields: (form) => (
          <>
            <TextInput label={t`Name`} required data-autofocus {...form.getInputProps("name")} />
            <TextInput label={t`Code`} required maxLength={30} {...form.getInputProps("code")} />
            <Select
              label={t`Inside (optional)`}
              placeholder={t`At the top`}
              data={rows.map((row) => ({ value: row.id, label: row.path }))}
              searchable
              clearable
              {...form.getInputProps("parent")}
            />
            <Checkbox label={t`In use`} {...form.getInputProps("is_active", { type: "checkbox" })} />
          </>
        ),
        create: (body, key) => answer(desk.POST("/api/product-groups/", { body, params: { header: header(key) } })),
        change: (row, body, key) =>
          answer(
            desk.PATCH("/api/product-groups/{id}/", { body, params: { path: { id: row.id }, header: header(key) } }),
          ),
        remove: (row, key) =>
          answer(desk.DELETE("/api/product-groups/{id}/", { params: { path: { id: row.id }, header: header(key) } })),
      }}
    />
  );
}
