/** How things are numbered. A series never goes back: no number is given out twice. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Drawer, NumberInput, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Column } from "@/components/list/columns";
import { ListPage } from "@/components/list/ListPage";
import { FormFrame } from "@/components/ui/FormFrame";
import { useApiForm } from "@/components/ui/form";
import { toast } from "@/components/ui/toast";
import type { Schemas } from "@/lib/api";
import { useActKey } from "@/lib/keys";
import { changeSequence, readSequences } from "./api";

type Series = Schemas["Sequence"];

const looks = (prefix: string, padding: number, next: number) => `${prefix}${String(next).padStart(padding, "0")}`;
const example = (row: Series) => looks(row.prefix ?? "", row.padding ?? 4, row.next_number ?? 1);

export default function NumbersPage() {
  const { t } = useLingui();
  const [opened, setOpened] = useState<Series>();
  const name = (row: Series) =>
    ({ customer: t`Customers`, product: t`Products`, supplier: t`Suppliers` })[row.code] ?? row.code;
  const columns: Column<Series>[] = [
    { id: "name", header: t`For`, cell: name, text: name },
    { id: "next", header: t`Next number`, cell: example, text: example, narrow: true },
    { id: "prefix", header: t`Begins with`, cell: (row) => row.prefix || "-", text: (row) => row.prefix ?? "" },
  ];
  return (
    <>
      <ListPage
        id="sequences"
        title={t`Number series`}
        columns={columns}
        read={readSequences}
        rowKey={(row) => row.id}
        onOpen={setOpened}
        empty={{
          title: t`No number series yet`,
          text: t`A series begins with the first thing that is numbered by it.`,
        }}
      />
      <Drawer
        opened={opened !== undefined}
        onClose={() => setOpened(undefined)}
        title={opened ? t`Numbers: ${name(opened)}` : t`Numbers`}
      >
        {opened && <SeriesForm series={opened} onDone={() => setOpened(undefined)} />}
      </Drawer>
    </>
  );
}

function SeriesForm({ series, onDone }: { series: Series; onDone: () => void }) {
  const { t } = useLingui();
  const cache = useQueryClient();
  const key = useActKey();
  const next = series.next_number ?? 1;
  const api = useApiForm({
    initial: { prefix: series.prefix ?? "", padding: series.padding ?? 4, next_number: next },
    validate: {
      next_number: (value: number) => (value >= next ? null : t`Numbers up to ${next - 1} are given out already.`),
    },
    save: (values) => changeSequence(series.id, values, key(values)),
    onSaved: () => {
      cache.invalidateQueries({ queryKey: ["sequences"] });
      toast(t`The number series is saved.`);
      onDone();
    },
  });
  const { form } = api;
  const { prefix, padding, next_number } = form.values;
  return (
    <FormFrame api={api} act={t`Save series`} onCancel={onDone}>
      <TextInput label={t`Begins with (optional)`} data-autofocus {...form.getInputProps("prefix")} />
      <NumberInput label={t`Digits`} min={1} max={12} allowDecimal={false} {...form.getInputProps("padding")} />
      <NumberInput label={t`Next number`} min={1} allowDecimal={false} {...form.getInputProps("next_number")} />
      <p>
        <Trans>The next one will be {looks(prefix, padding, next_number)}.</Trans>
      </p>
    </FormFrame>
  );
}
