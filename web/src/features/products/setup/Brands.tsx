/** Makers' names. */
import { useLingui } from "@lingui/react/macro";
import { Checkbox, TextInput } from "@mantine/core";
import { Records } from "@/components/list/Records";
import { StatusBadge } from "@/components/ui/StatusBadge";
import { answer, desk, type Schemas } from "@/lib/api";
import { useBrands } from "@/lib/reference";
import { telling } from "../problems";

type Values = { name: string; is_active: boolean };

export function Brands() {
  const { t } = useLingui();
  const rows = useBrands();
  const header = (key: string) => ({ "Idempotency-Key": key });
  return (
    <Records<Schemas["Brand"], Values>
      shape={{
        telling,
        title: t`Brands`,
        reads: ["brands", "products"],
        empty: t`Brands sort products by who makes them.`,
        rows,
        nameOf: (row) => row.name,
        addLabel: t`Add brand`,
        columns: [
          { header: t`Name`, cell: (row) => row.name },
          { header: t`Use`, cell: (row) => <InUse isActive={row.is_active !== false} /> },
        ],
        blank: { name: "", is_active: true },
        valuesOf: (row) => ({ name: row.name, is_active: row.is_active !== false }),
        validate: { name: (value: string) => (value.trim() ? null : t`Needed`) } as never,
        fields: (form) => (
          <>
            <TextInput label={t`Name`} required data-autofocus {...form.getInputProps("name")} />
            <Checkbox label={t`In use`} {...form.getInputProps("is_active", { type: "checkbox" })} />
          </>
        ),
        create: (body, key) => answer(desk.POST("/api/brands/", { body, params: { header: header(key) } })),
        change: (row, body, key) =>
          answer(desk.PATCH("/api/brands/{id}/", { body, params: { path: { id: row.id }, header: header(key) } })),
        remove: (row, key) =>
          answer(desk.DELETE("/api/brands/{id}/", { params: { path: { id: row.id }, header: header(key) } })),
      }}
    />
  );
}

export function InUse({ isActive }: { isActive: boolean }) {
  const { t } = useLingui();
  return <StatusBadge tone={isActive ? "done" : "cancelled"}>{isActive ? t`In use` : t`Out of use`}</StatusBadge>;
}
