/** Customers who are priced alike, and what each group pays for single products. */
import { useLingui } from "@lingui/react/macro";
import { Checkbox, TextInput } from "@mantine/core";
import { Records } from "@/components/list/Records";
import { DecimalInput } from "@/components/ui/DecimalInput";
import { Page } from "@/components/ui/Page";
import { PageTabs } from "@/components/ui/PageTabs";
import { StatusBadge } from "@/components/ui/StatusBadge";
import { answer, desk, type Schemas } from "@/lib/api";
import { isDecimal, plain } from "@/lib/decimals";
import { percent } from "@/lib/format";
import { usePriceGroups } from "@/lib/reference";
import { keyed } from "../api";
import { telling } from "../problems";
import { GroupPrices } from "./GroupPrices";

export default function GroupsPage() {
  const { t } = useLingui();
  return (
    <Page title={t`Customer groups`} back={{ to: "/prices", label: t`Prices` }}>
      <PageTabs
        label={t`Parts of this page`}
        parts={[
          { id: "groups", label: t`Groups`, content: () => <Groups /> },
          { id: "prices", label: t`Their prices`, content: () => <GroupPrices /> },
        ]}
      />
    </Page>
  );
}

type Values = { code: string; name: string; discount_percentage: string; is_active: boolean };

function Groups() {
  const { t } = useLingui();
  const rows = usePriceGroups();
  const needed = (value: string) => (value.trim() ? null : t`Needed`);
  return (
    <Records<Schemas["PriceGroup"], Values>
      shape={{
        telling,
        title: t`Customer groups`,
        reads: ["price-groups"],
        empty: t`Regulars, staff, dealers: a group gets a discount on all, or prices of its own.`,
        rows,
        nameOf: (row) => row.name,
        addLabel: t`Add customer group`,
        columns: [
          { header: t`Name`, cell: (row) => row.name },
          { header: t`Code`, cell: (row) => row.code },
          { header: t`Discount on all`, figure: true, cell: (row) => percent(row.discount_percentage ?? "0") },
          {
            header: t`Use`,
            cell: (row) => (
              <StatusBadge tone={row.is_active === false ? "cancelled" : "done"}>
                {row.is_active === false ? t`Out of use` : t`In use`}
              </StatusBadge>
            ),
          },
        ],
        blank: { code: "", name: "", discount_percentage: "0", is_active: true },
        valuesOf: (row) => ({
          code: row.code,
          name: row.name,
          discount_percentage: plain(row.discount_percentage) || "0",
          is_active: row.is_active !== false,
        }),
        validate: {
          code: needed,
          name: needed,
          discount_percentage: (value: string) =>
            isDecimal(value) && Number.parseFloat(value) <= 100 ? null : t`Write a number from 0 to 100`,
        } as never,
        fields: (form) => (
          <>
            <TextInput label={t`Name`} required data-autofocus {...form.getInputProps("name")} />
            <TextInput label={t`Code`} required maxLength={30} {...form.getInputProps("code")} />
            <DecimalInput label={t`Discount on all`} unit="%" {...form.getInputProps("discount_percentage")} />
            <Checkbox label={t`In use`} {...form.getInputProps("is_active", { type: "checkbox" })} />
          </>
        ),
        create: (body, key) => answer(desk.POST("/api/price-groups/", { body, params: { header: keyed(key) } })),
        change: (row, body, key) =>
          answer(desk.PATCH("/api/price-groups/{id}/", { body, params: { path: { id: row.id }, header: keyed(key) } })),
        remove: (row, key) =>
          answer(desk.DELETE("/api/price-groups/{id}/", { params: { path: { id: row.id }, header: keyed(key) } })),
      }}
    />
  );
}
