/** What products are counted in. */
import { useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { Records } from "@/components/list/Records";
import { answer, desk, type Schemas } from "@/lib/api";
import { useUnits } from "@/lib/reference";
import { telling } from "../problems";

type Values = { code: string; name: string; decimals: string };

const bodyOf = (values: Values) => ({ ...values, decimals: Number.parseInt(values.decimals || "0", 10) });

export function Units() {
  const { t } = useLingui();
  const rows = useUnits();
  const header = (key: string) => ({ "Idempotency-Key": key });
  const needed = (value: string) => (value.trim() ? null : t`Needed`);
  return (
    <Records<Schemas["Unit"], Values>
      shape={{
        telling,
        title: t`Units`,
        reads: ["units", "products"],
        empty: t`Pieces, kilograms, metres: every product is counted in one.`,
        rows,
        nameOf: (row) => row.name,
        addLabel: t`Add unit`,
        columns: [
          { header: t`Name`, cell: (row) => row.name },
          { header: t`Short`, cell: (row) => row.code },
          { header: t`Decimals`, figure: true, cell: (row) => row.decimals },
        ],
        blank: { code: "", name: "", decimals: "0" },
        valuesOf: (row) => ({ code: row.code, name: row.name, decimals: String(row.decimals ?? 0) }),
        validate: {
          code: needed,
          name: needed,
          decimals: (value: string) => (/^[0-6]$/.test(value) ? null : t`Write a number from 0 to 6`),
        } as never,
        fields: (form) => (
          <>
            <TextInput label={t`Name`} required data-autofocus {...form.getInputProps("name")} />
            <TextInput label={t`Short`} required maxLength={20} {...form.getInputProps("code")} />
            <TextInput
              label={t`Decimals`}
              description={t`0 for pieces, 3 for kilograms. It stays once products are counted in it.`}
              inputMode="numeric"
              {...form.getInputProps("decimals")}
            />
          </>
        ),
        create: (values, key) =>
          answer(desk.POST("/api/units/", { body: bodyOf(values), params: { header: header(key) } })),
        change: (row, values, key) =>
          answer(
            desk.PATCH("/api/units/{id}/", {
              body: bodyOf(values),
              params: { path: { id: row.id }, header: header(key) },
            }),
          ),
        remove: (row, key) =>
          answer(desk.DELETE("/api/units/{id}/", { params: { path: { id: row.id }, header: header(key) } })),
      }}
    />
  );
}
