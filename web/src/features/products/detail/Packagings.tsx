/** The packages that a product comes in: how much each holds, and whether it is in use. */
import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Button, Menu, Modal, Table, TextInput } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { DecimalInput } from "@/components/ui/DecimalInput";
import { FormFrame } from "@/components/ui/FormFrame";
import { useApiForm } from "@/components/ui/form";
import { ProblemNotice } from "@/components/ui/Notice";
import { Section } from "@/components/ui/Page";
import { StatusBadge } from "@/components/ui/StatusBadge";
import { isDecimal } from "@/lib/decimals";
import { quantity } from "@/lib/format";
import { useCurrency, useMay } from "@/lib/session";
import { addPackaging, changePackaging, type Packaging, type ProductDetail, removePackaging, useFresh } from "../api";
import { factorOf, heldBy } from "../factors";
import { inWords, telling } from "../problems";

export function Packagings({ product, isEditable }: { product: ProductDetail; isEditable: boolean }) {
  const { t } = useLingui();
  const [adding, setAdding] = useState(false);
  const unit = product.unit_code;
  return (
    <Section
      title={t`Packagings`}
      actions={
        isEditable && (
          <Button size="sm" variant="default" onClick={() => setAdding(true)}>
            <Trans>Add packaging</Trans>
          </Button>
        )
      }
    >
      {product.packagings.length === 0 ? (
        <p style={{ margin: 0, color: "var(--muted)" }}>
          <Trans>It is sold by {unit} only. Add a box or a carton to sell and buy whole packages.</Trans>
        </p>
      ) : (
        <Table.ScrollContainer type="native" tabIndex={0} minWidth={320}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t`Name`}</Table.Th>
                <Table.Th className="figure">{t`Holds`}</Table.Th>
                <Table.Th>{t`Use`}</Table.Th>
                {isEditable && (
                  <Table.Th>
                    <span className="visually-hidden">{t`Actions`}</span>
                  </Table.Th>
                )}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {product.packagings.map((packaging) => (
                <Row key={packaging.id} product={product} packaging={packaging} isEditable={isEditable} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <Modal opened={adding} onClose={() => setAdding(false)} title={t`Add packaging`}>
        <AddForm product={product} onDone={() => setAdding(false)} />
      </Modal>
    </Section>
  );
}

function Row({
  product,
  packaging,
  isEditable,
}: {
  product: ProductDetail;
  packaging: Packaging;
  isEditable: boolean;
}) {
  const { t } = useLingui();
  const fresh = useFresh();
  const isActive = packaging.is_active !== false;
  const change = useMutation({
    mutationFn: () => changePackaging(product.id, packaging.id, { is_active: !isActive }),
    onSuccess: fresh,
  });
  const remove = useMutation({ mutationFn: () => removePackaging(product.id, packaging.id), onSuccess: fresh });
  return (
    <Table.Tr>
      <Table.Td>
        {packaging.name}
        <ProblemNotice error={inWords(change.error ?? remove.error)} />
      </Table.Td>
      <Table.Td className="figure">{quantity(heldBy(packaging), product.unit_code)}</Table.Td>
      <Table.Td>
        <StatusBadge tone={isActive ? "done" : "cancelled"}>{isActive ? t`In use` : t`Out of use`}</StatusBadge>
      </Table.Td>
      {isEditable && (
        <Table.Td style={{ textAlign: "end" }}>
          <Menu>
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" aria-label={t`Actions for ${packaging.name}`}>
                <IconDots size={18} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => change.mutate()}>{isActive ? t`Take out of use` : t`Use again`}</Menu.Item>
              <Menu.Item onClick={() => remove.mutate()}>{t`Delete packaging`}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </Table.Td>
      )}
    </Table.Tr>
  );
}

function AddForm({ product, onDone }: { product: ProductDetail; onDone: () => void }) {
  const { t } = useLingui();
  const may = useMay();
  const currency = useCurrency();
  const fresh = useFresh();
  const api = useApiForm({
    initial: { name: "", holds: "", price: "", barcode: "" },
    validate: {
      name: (value: string) => (value.trim() ? null : t`Needed`),
      holds: (value: string) => (isDecimal(value) && factorOf(value) ? null : t`Write how many it holds, such as 12`),
      price: (value: string) => (!value || isDecimal(value) ? null : t`Write a number, such as 12.50`),
    } as never,
    save: ({ name, holds, price, barcode }, key) =>
      telling(
        addPackaging(
          product.id,
          {
            name: name.trim(),
            ...(factorOf(holds) ?? { factor_num: 0 }),
            barcodes: barcode.trim() ? [barcode.trim()] : [],
            ...(price ? { price } : {}),
          },
          key,
        ),
      ),
    onSaved: async () => {
      await fresh();
      onDone();
    },
  });
  const { form } = api;
  return (
    <FormFrame api={api} act={<Trans>Add packaging</Trans>} onCancel={onDone}>
      <TextInput
        label={t`Name`}
        placeholder={t`Such as Box of 12`}
        required
        {...form.getInputProps("name")}
        data-autofocus
      />
      <DecimalInput label={t`It holds`} required unit={product.unit_code} {...form.getInputProps("holds")} />
      {may("price.manage") && (
        <DecimalInput
          label={t`Price of one package (optional)`}
          description={t`Left empty, it costs as much as what it holds.`}
          unit={currency}
          {...form.getInputProps("price")}
        />
      )}
      <TextInput label={t`Barcode (optional)`} {...form.getInputProps("barcode")} />
    </FormFrame>
  );
}
