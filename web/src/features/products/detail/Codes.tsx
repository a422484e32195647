/** How a product is packed, and the barcodes of it and of its packages. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Pill, Select } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Ask } from "@/components/ui/Ask";
import { EmptyState } from "@/components/ui/EmptyState";
import { ProblemNotice } from "@/components/ui/Notice";
import { Section } from "@/components/ui/Page";
import { ScanField } from "@/components/ui/ScanField";
import { toast } from "@/components/ui/toast";
import { addBarcode, type ProductDetail, removeBarcode, useFresh } from "../api";
import { inWords } from "../problems";
import { Packagings } from "./Packagings";

interface Props {
  product: ProductDetail;
  isEditable: boolean;
}

export function Codes({ product, isEditable }: Props) {
  return (
    <div style={{ display: "grid", gridTemplateColumns: "minmax(0, 1fr)", gap: "var(--space-4)" }}>
      <Barcodes product={product} isEditable={isEditable} />
      <Packagings product={product} isEditable={isEditable} />
    </div>
  );
}

function Barcodes({ product, isEditable }: Props) {
  const { t } = useLingui();
  const fresh = useFresh();
  const [leaving, setLeaving] = useState<{ id: string; code: string }>();
  const remove = useMutation({
    mutationFn: (barcode: string) => removeBarcode(product.id, barcode),
    onSuccess: async () => {
      setLeaving(undefined);
      await fresh();
    },
  });
  const packagings = new Map(product.packagings.map((packaging) => [packaging.id, packaging.name]));
  return (
    <Section title={t`Barcodes`}>
      {isEditable && <AddBarcode product={product} />}
      {product.barcodes.length === 0 ? (
        <EmptyState title={t`No barcode yet`}>
          <Trans>Scan the one on the package: from then on the till knows the product by it.</Trans>
        </EmptyState>
      ) : (
        <ul
          style={{ display: "flex", flexWrap: "wrap", gap: "var(--space-2)", margin: 0, padding: 0, listStyle: "none" }}
        >
          {product.barcodes.map((barcode) => (
            <li key={barcode.id}>
              <Pill
                size="lg"
                withRemoveButton={isEditable}
                removeButtonProps={{
                  "aria-label": t`Remove barcode ${barcode.code}`,
                  "aria-hidden": false,
                  tabIndex: 0,
                }}
                onRemove={() => setLeaving(barcode)}
              >
                {barcode.packaging ? `${barcode.code} · ${packagings.get(barcode.packaging) ?? ""}` : barcode.code}
              </Pill>
            </li>
          ))}
        </ul>
      )}
      <Ask
        opened={leaving !== undefined}
        title={t`Remove barcode ${leaving?.code ?? ""}?`}
        act={t`Remove barcode`}
        keep={t`Keep barcode`}
        dangerous
        busy={remove.isPending}
        error={inWords(remove.error)}
        onAct={() => leaving && remove.mutate(leaving.id)}
        onKeep={() => setLeaving(undefined)}
      >
        <Trans>The till won't find the product by this code any more.</Trans>
      </Ask>
    </Section>
  );
}

function AddBarcode({ product }: { product: ProductDetail }) {
  const { t } = useLingui();
  const fresh = useFresh();
  const [packaging, setPackaging] = useState<string | null>(null);
  const add = useMutation({
    mutationFn: (code: string) => addBarcode(product.id, code, packaging),
    onSuccess: async (added) => {
      toast(t`Barcode ${added.code} was added.`);
      await fresh();
    },
  });
  const choices = product.packagings.map((one) => ({ value: one.id, label: one.name }));
  return (
    <div style={{ display: "grid", gap: "var(--space-3)", marginBlockEnd: "var(--space-4)", maxWidth: "40rem" }}>
      <ScanField
        label={t`Add a barcode`}
        description={t`Scan it, or type it and press Enter.`}
        disabled={add.isPending}
        onScan={(code) => add.mutate(code)}
      />
      {choices.length > 0 && (
        <Select
          label={t`It is on (optional)`}
          placeholder={t`One unit of the product`}
          data={choices}
          value={packaging}
          onChange={setPackaging}
          clearable
        />
      )}
      <ProblemNotice
        error={inWords(add.error)}
        actions={
          <Button size="xs" variant="default" onClick={() => add.reset()}>
            <Trans>Scan again</Trans>
          </Button>
        }
      />
    </div>
  );
}
