/** A new product: its facts, its first price and barcodes, saved together or not at all. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Group, Pill } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { FormFrame } from "@/components/ui/FormFrame";
import { useApiForm } from "@/components/ui/form";
import { Page, Section } from "@/components/ui/Page";
import { ScanField } from "@/components/ui/ScanField";
import { toast } from "@/components/ui/toast";
import type { Schemas } from "@/lib/api";
import { useTaxCategories, useUnits } from "@/lib/reference";
import { createProduct, useFresh } from "./api";
import { MissingLists, ProductFields } from "./ProductFields";
import { telling } from "./problems";
import { CHECKS, NO_VALUES, type ProductValues, writtenOf } from "./values";

type Values = ProductValues & { barcodes: string[]; onSale: boolean };

function newProductOf(values: Values): Schemas["NewProductRequest"] {
  const { sku, ...written } = writtenOf(values) as Record<string, unknown>;
  const { barcodes, onSale, ...rest } = written as Record<string, unknown> & { barcodes: string[]; onSale: boolean };
  return {
    ...rest,
    ...(sku ? { sku } : {}),
    barcodes,
    life_cycle: onSale ? "ACTIVE" : "NEW",
    prices: values.price ? [{ price: values.price }] : [],
  } as Schemas["NewProductRequest"];
}

export default function NewProductPage() {
  const { t } = useLingui();
  const units = useUnits();
  const taxes = useTaxCategories();
  return (
    <Page title={t`New product`} back={{ to: "/products", label: t`Products` }}>
      <MissingLists />
      <NewProductForm
        key={`${units.length > 0} ${taxes.length > 0}`}
        unit={units.length === 1 ? units[0]?.id : undefined}
        tax={taxes.length === 1 ? taxes[0]?.id : undefined}
      />
    </Page>
  );
}

function NewProductForm({ unit, tax }: { unit: string | undefined; tax: string | undefined }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const fresh = useFresh();
  const api = useApiForm<Values, Schemas["ProductDetail"]>({
    initial: { ...NO_VALUES, unit: unit ?? null, tax_category: tax ?? null, barcodes: [], onSale: true },
    validate: CHECKS,
    save: (values, key) => telling(createProduct(newProductOf(values), key)),
    onSaved: async (saved) => {
      toast(t`${saved.name} was created.`);
      await fresh();
      navigate({ to: `/products/${saved.id}` });
    },
  });
  const { form } = api;
  const codes = form.values.barcodes;
  return (
    <Section>
      <FormFrame api={api} act={<Trans>Create product</Trans>} onCancel={() => navigate({ to: "/products" })}>
        <ProductFields form={form as never} isNew />
        <ScanField
          label={t`Barcodes (optional)`}
          description={t`Scan them one after the other, or type one and press Enter.`}
          error={form.errors.barcodes}
          onScan={(code) => form.setFieldValue("barcodes", [...codes.filter((one) => one !== code), code])}
        />
        {codes.length > 0 && (
          <Group gap="xs">
            {codes.map((code) => (
              <Pill
                key={code}
                size="lg"
                withRemoveButton
                removeButtonProps={{ "aria-label": t`Remove barcode ${code}`, "aria-hidden": false, tabIndex: 0 }}
                onRemove={() =>
                  form.setFieldValue(
                    "barcodes",
                    codes.filter((one) => one !== code),
                  )
                }
              >
                {code}
              </Pill>
            ))}
          </Group>
        )}
      </FormFrame>
    </Section>
  );
}
