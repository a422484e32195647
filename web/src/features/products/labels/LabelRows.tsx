/** Which products, and how many labels of each. */
import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Table, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import type { LabelRow, LabelRowsState } from "./useLabelRows";

export function LabelRows({ rows }: { rows: LabelRowsState }) {
  const { t } = useLingui();
  if (rows.rows.length === 0) return null;
  return (
    <Table mt="md" verticalSpacing={4}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t`Product`}</Table.Th>
          <Table.Th style={{ width: "6rem" }}>{t`Labels`}</Table.Th>
          <Table.Th style={{ width: "3rem" }}>
            <span className="visually-hidden">{t`Actions`}</span>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.rows.map((row) => (
          <Row key={row.id} row={row} rows={rows} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Row({ row, rows }: { row: LabelRow; rows: LabelRowsState }) {
  const { t } = useLingui();
  const name = row.product?.name ?? "…";
  const lacksCode = row.product !== undefined && row.product.barcodes.length === 0;
  return (
    <Table.Tr>
      <Table.Td style={{ overflowWrap: "anywhere" }}>
        {name}
        {lacksCode && (
          <div style={{ color: "var(--warning)", fontSize: "0.875rem" }}>
            <Trans>It has no barcode.</Trans>
          </div>
        )}
      </Table.Td>
      <Table.Td>
        <TextInput
          aria-label={t`Labels of ${name}`}
          inputMode="numeric"
          value={row.count}
          onChange={(event) => rows.setCount(row.id, Number(event.currentTarget.value.replace(/\D/g, "").slice(0, 3)))}
          styles={{ input: { textAlign: "end" } }}
        />
      </Table.Td>
      <Table.Td>
        <ActionIcon variant="subtle" color="gray" aria-label={t`Remove ${name}`} onClick={() => rows.remove(row.id)}>
          <IconX size={18} />
        </ActionIcon>
      </Table.Td>
    </Table.Tr>
  );
}
