/** A short list of records that are added and changed in a dialog: brands, units, groups, taxes. */
import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Button, Menu, Modal, Table } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Ask } from "@/components/ui/Ask";
import { EmptyState } from "@/components/ui/EmptyState";
import { FormFrame } from "@/components/ui/FormFrame";
import { type ApiForm, useApiForm } from "@/components/ui/form";
import { Section } from "@/components/ui/Page";
import { useActKey } from "@/lib/keys";
import { useMay } from "@/lib/session";

export interface Shape<T, V extends Record<string, unknown>> {
  title: string;
  /** Queries that read these rows. */
  reads: readonly string[];
  empty: string;
  columns: readonly { header: string; cell: (row: T) => ReactNode; figure?: boolean }[];
  rows: readonly T[];
  nameOf: (row: T) => string;
  addLabel: string;
  /** Values for a new record, and those of one that is there. */
  blank: V;
  valuesOf?: (row: T) => V;
  fields: (form: ApiForm<V>["form"]) => ReactNode;
  validate?: Partial<Record<keyof V, (value: never, values: V) => string | null>>;
  create: (values: V, key: string) => Promise<unknown>;
  change?: (row: T, values: V, key: string) => Promise<unknown>;
  remove: (row: T, key: string) => Promise<unknown>;
  /** Tells a refusal in the feature's own words. */
  telling?: (done: Promise<unknown>) => Promise<unknown>;
  /** Who may change them: product.manage, if left out. */
  needs?: string;
}

type Open<T> = { row: T | undefined } | undefined;

export function Records<T extends { id: string }, V extends Record<string, unknown>>({
  shape,
}: {
  shape: Shape<T, V>;
}) {
  const { t } = useLingui();
  const mayChange = useMay()(shape.needs ?? "product.manage");
  const [open, setOpen] = useState<Open<T>>();
  const [leaving, setLeaving] = useState<T>();
  const add = mayChange && (
    <Button size="sm" variant="default" onClick={() => setOpen({ row: undefined })}>
      {shape.addLabel}
    </Button>
  );
  return (
    <Section title={shape.title} actions={add}>
      {shape.rows.length === 0 ? (
        <EmptyState title={t`None yet`}>{shape.empty}</EmptyState>
      ) : (
        <Table.ScrollContainer type="native" tabIndex={0} minWidth={320}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                {shape.columns.map((column) => (
                  <Table.Th key={column.header} className={column.figure ? "figure" : undefined}>
                    {column.header}
                  </Table.Th>
                ))}
                {mayChange && (
                  <Table.Th>
                    <span className="visually-hidden">{t`Actions`}</span>
                  </Table.Th>
                )}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {shape.rows.map((row) => (
                <Table.Tr key={row.id}>
                  {shape.columns.map((column) => (
                    <Table.Td key={column.header} className={column.figure ? "figure" : undefined}>
                      {column.cell(row)}
                    </Table.Td>
                  ))}
                  {mayChange && (
                    <Table.Td style={{ textAlign: "end", width: "3rem" }}>
                      <Actions
                        shape={shape}
                        row={row}
                        onEdit={() => setOpen({ row })}
                        onRemove={() => setLeaving(row)}
                      />
                    </Table.Td>
                  )}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <Modal
        opened={open !== undefined}
        onClose={() => setOpen(undefined)}
        title={open?.row ? shape.nameOf(open.row) : shape.addLabel}
      >
        {open && <RecordForm shape={shape} row={open.row} onDone={() => setOpen(undefined)} />}
      </Modal>
      {leaving && <Remove shape={shape} row={leaving} onDone={() => setLeaving(undefined)} />}
    </Section>
  );
}

interface ActionProps<T, V extends Record<string, unknown>> {
  shape: Shape<T, V>;
  row: T;
  onEdit: () => void;
  onRemove: () => void;
}

function Actions<T, V extends Record<string, unknown>>({ shape, row, onEdit, onRemove }: ActionProps<T, V>) {
  const { t } = useLingui();
  const name = shape.nameOf(row);
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t`Actions for ${name}`}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {shape.change && <Menu.Item onClick={onEdit}>{t`Edit`}</Menu.Item>}
        <Menu.Item onClick={onRemove}>{t`Delete`}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function useReread(reads: readonly string[]) {
  const client = useQueryClient();
  return () => Promise.all(reads.map((name) => client.invalidateQueries({ queryKey: [name] })));
}

interface FormProps<T, V extends Record<string, unknown>> {
  shape: Shape<T, V>;
  row: T | undefined;
  onDone: () => void;
}

function RecordForm<T, V extends Record<string, unknown>>({ shape, row, onDone }: FormProps<T, V>) {
  const reread = useReread(shape.reads);
  const api = useApiForm<V, unknown>({
    initial: row && shape.valuesOf ? shape.valuesOf(row) : shape.blank,
    ...(shape.validate ? { validate: shape.validate } : {}),
    save: (values, key) => {
      const done = row && shape.change ? shape.change(row, values, key) : shape.create(values, key);
      return shape.telling ? shape.telling(done) : done;
    },
    onSaved: async () => {
      await reread();
      onDone();
    },
  });
  return (
    <FormFrame api={api} act={row ? <Trans>Save changes</Trans> : shape.addLabel} onCancel={onDone}>
      {shape.fields(api.form)}
    </FormFrame>
  );
}

function Remove<T, V extends Record<string, unknown>>({
  shape,
  row,
  onDone,
}: {
  shape: Shape<T, V>;
  row: T;
  onDone: () => void;
}) {
  const { t } = useLingui();
  const reread = useReread(shape.reads);
  const key = useActKey();
  const name = shape.nameOf(row);
  const remove = useMutation({
    mutationFn: () => shape.remove(row, key("remove")),
    onSuccess: async () => {
      await reread();
      onDone();
    },
  });
  return (
    <Ask
      opened
      title={t`Delete ${name}?`}
      act={t`Delete`}
      keep={t`Keep`}
      dangerous
      busy={remove.isPending}
      error={remove.error}
      onAct={() => remove.mutate()}
      onKeep={onDone}
    />
  );
}
