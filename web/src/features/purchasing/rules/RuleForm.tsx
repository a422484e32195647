/** A reorder rule, new or changed. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox, Modal, Select, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { send } from "@/components/documents/call";
import { plain, short } from "@/components/documents/figures";
import { loadProducts, loadSuppliers, useLocationChoices } from "@/components/documents/refs";
import { FormFrame } from "@/components/ui/FormFrame";
import { useApiForm } from "@/components/ui/form";
import { Pick } from "@/components/ui/Pick";
import { toast } from "@/components/ui/toast";
import { answer, desk } from "@/lib/api";
import { useActKey } from "@/lib/keys";
import { RULES, type Rule } from "./RulesPage";

interface Values extends Record<string, unknown> {
  product: string | null;
  location: string | null;
  reorder_point: string;
  target_qty: string;
  supplier: string | null;
  is_active: boolean;
}

export function RuleForm({ rule, onDone }: { rule: Rule | undefined; onDone: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const places = useLocationChoices();
  const key = useActKey();
  const isFigure = (value: string) => (plain(value) ? null : t`Write a figure, such as 12.`);
  const supplier = useQuery({
    queryKey: ["suppliers", rule?.supplier],
    queryFn: ({ signal }) =>
      answer(desk.GET("/api/suppliers/{id}/", { params: { path: { id: rule?.supplier ?? "" } }, signal })),
    enabled: Boolean(rule?.supplier),
  });
  const api = useApiForm<Values, Rule>({
    initial: {
      product: rule?.product ?? null,
      location: rule?.location ?? null,
      reorder_point: short(rule?.reorder_point ?? "0"),
      target_qty: rule ? short(rule.target_qty) : "",
      supplier: rule?.supplier ?? null,
      is_active: rule?.is_active ?? true,
    },
    validate: {
      reorder_point: isFigure as never,
      target_qty: isFigure as never,
    },
    save: ({ product, location, ...values }) => {
      const body = {
        ...values,
        reorder_point: plain(values.reorder_point),
        target_qty: plain(values.target_qty),
      };
      if (rule) return send<Rule>("PATCH", `${RULES}${rule.id}/`, key, body);
      return send<Rule>("POST", RULES, key, { ...body, product, location });
    },
    onSaved: async (saved) => {
      await client.invalidateQueries();
      toast(t`The rule of ${saved.product_name} is saved.`);
      onDone();
    },
  });
  const { form } = api;
  return (
    <Modal opened onClose={onDone} title={rule ? t`Rule of ${rule.product_name}` : t`New rule`}>
      <FormFrame api={api} act={<Trans>Save rule</Trans>} onCancel={onDone}>
        {!rule && (
          <>
            <Pick
              kind="products"
              label={t`Product`}
              load={loadProducts}
              value={form.values.product}
              error={form.errors.product}
              onChange={(value) => form.setFieldValue("product", value)}
            />
            <Select label={t`Place`} data={places} {...form.getInputProps("location")} />
          </>
        )}
        <TextInput label={t`Buy when less is left than`} inputMode="decimal" {...form.getInputProps("reorder_point")} />
        <TextInput label={t`Buy up to`} inputMode="decimal" {...form.getInputProps("target_qty")} />
        {(!rule?.supplier || supplier.data) && (
          <Pick
            kind="suppliers"
            label={t`Supplier (optional)`}
            description={t`Without one, the supplier with the preferred price is taken.`}
            load={loadSuppliers}
            value={form.values.supplier}
            chosen={supplier.data && { value: supplier.data.id, label: supplier.data.name }}
            onChange={(value) => form.setFieldValue("supplier", value)}
          />
        )}
        <Checkbox label={t`In use`} {...form.getInputProps("is_active", { type: "checkbox" })} />
      </FormFrame>
    </Modal>
  );
}
