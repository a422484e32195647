/** What is to be counted, where, and whether who counts sees what the books say. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox, Pill, Radio, Select, Stack, Text } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { AddLine, type Found } from "@/components/documents/AddLine";
import { send } from "@/components/documents/call";
import { loadGroups, useLocationChoices } from "@/components/documents/refs";
import { FormFrame } from "@/components/ui/FormFrame";
import { useApiForm } from "@/components/ui/form";
import { Page } from "@/components/ui/Page";
import { Pick } from "@/components/ui/Pick";
import type { Schemas } from "@/lib/api";
import { useActKey } from "@/lib/keys";
import { COUNTS, type Count } from "./api";

interface Values extends Record<string, unknown> {
  location: string;
  scope: Schemas["CountScope"];
  group: string | null;
  is_blind: boolean;
}

export default function NewCountPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const places = useLocationChoices();
  const key = useActKey();
  const [products, setProducts] = useState<Found[]>([]);
  const api = useApiForm<Values, Count>({
    initial: { location: "", scope: "FULL", group: null, is_blind: true },
    validate: { location: (value: never) => (value ? null : t`Choose where to count.`) },
    save: async (values) => {
      const body = {
        location: values.location,
        scope: values.scope,
        is_blind: values.is_blind,
        ...(values.scope === "GROUP" && { group: values.group }),
        ...(values.scope === "PRODUCTS" && { products: products.map((one) => one.id) }),
      };
      const made = await send<Count>("POST", COUNTS, key, body);
      return send<Count>("POST", `${COUNTS}${made.id}/start/`, key);
    },
    onSaved: (saved) => navigate({ to: `/stock/counts/${saved.id}/count` }),
  });
  const { form } = api;
  return (
    <Page title={t`New count`} back={{ to: "/stock/counts", label: t`Counts` }}>
      <FormFrame api={api} act={<Trans>Start counting</Trans>}>
        <Select label={t`Place`} data={places} size="md" {...form.getInputProps("location")} />
        <Radio.Group label={t`What to count`} {...form.getInputProps("scope")}>
          <Stack gap="xs" mt="xs">
            <Radio value="FULL" label={t`Everything at this place`} />
            <Radio value="GROUP" label={t`A product group`} />
            <Radio value="PRODUCTS" label={t`Some products`} />
          </Stack>
        </Radio.Group>
        {form.values.scope === "GROUP" && (
          <Pick
            kind="product-groups"
            label={t`Product group`}
            value={form.values.group}
            load={loadGroups}
            error={form.errors.group}
            onChange={(value) => form.setFieldValue("group", value)}
          />
        )}
        {form.values.scope === "PRODUCTS" && (
          <div>
            <AddLine
              onAdd={(product) =>
                setProducts((now) => (now.some((one) => one.id === product.id) ? now : [...now, product]))
              }
            />
            <Pill.Group mt="xs">
              {products.map((one) => (
                <Pill
                  key={one.id}
                  size="lg"
                  withRemoveButton
                  removeButtonProps={{ "aria-label": t`Remove ${one.name}`, "aria-hidden": false, tabIndex: 0 }}
                  onRemove={() => setProducts((now) => now.filter((other) => other.id !== one.id))}
                >
                  {one.name}
                </Pill>
              ))}
            </Pill.Group>
            {form.errors.products && <Text c="red">{form.errors.products}</Text>}
          </div>
        )}
        <Checkbox
          label={t`Count blindly`}
          description={t`Who counts does not see what the books say, so that shelves are counted and not the books.`}
          checked={form.values.is_blind}
          onChange={(event) => form.setFieldValue("is_blind", event.currentTarget.checked)}
        />
      </FormFrame>
    </Page>
  );
}
