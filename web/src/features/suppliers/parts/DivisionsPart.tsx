/** The divisions of a supplier: each with its own people and terms. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Checkbox, Modal, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { EmptyState } from "@/components/ui/EmptyState";
import { FormFrame } from "@/components/ui/FormFrame";
import { useApiForm } from "@/components/ui/form";
import { ProblemNotice } from "@/components/ui/Notice";
import { Section } from "@/components/ui/Page";
import { SimpleTable } from "@/components/ui/SimpleTable";
import { StatusBadge } from "@/components/ui/StatusBadge";
import { toast } from "@/components/ui/toast";
import { Waiting } from "@/components/ui/Waiting";
import { count } from "@/lib/format";
import { useActKey } from "@/lib/keys";
import { useMay } from "@/lib/session";
import { type Division, divisionsQuery, saveDivision, useForget } from "../api";

export function DivisionsPart({ id }: { id: string }) {
  const { t } = useLingui();
  const may = useMay();
  const { data, error } = useQuery(divisionsQuery(id));
  const [edited, setEdited] = useState<Division | "new">();
  const close = () => setEdited(undefined);
  const manages = may("supplier.manage");
  const rows = data?.results ?? [];
  const add = manages && (
    <Button size="sm" leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setEdited("new")}>
      <Trans>Add division</Trans>
    </Button>
  );
  return (
    <Section title={t`Divisions`} actions={rows.length > 0 && add}>
      <ProblemNotice error={error} />
      {!data && !error && <Waiting label={t`Loading the divisions`} />}
      {data && rows.length === 0 && (
        <EmptyState title={t`No divisions yet`} action={add}>
          <Trans>A division is a part of the supplier with its own people and terms, such as foods or drinks.</Trans>
        </EmptyState>
      )}
      {rows.length > 0 && <DivisionsTable rows={rows} {...(manages && { onEdit: setEdited })} />}
      <Modal
        opened={edited !== undefined}
        onClose={close}
        title={edited === "new" ? t`Add division` : t`Change division`}
      >
        {edited && <DivisionForm supplier={id} division={edited === "new" ? undefined : edited} onDone={close} />}
      </Modal>
    </Section>
  );
}

function DivisionsTable({ rows, onEdit }: { rows: readonly Division[]; onEdit?: (division: Division) => void }) {
  const { t } = useLingui();
  return (
    <SimpleTable
      label={t`Divisions`}
      head={[
        { label: t`Division` },
        { label: t`Contact` },
        { label: t`Days to pay`, figure: true },
        { label: t`Status` },
        { label: <span className="visually-hidden">{t`Actions`}</span> },
      ]}
      rows={rows.map((row) => ({
        key: row.id,
        cells: [
          `${row.name} · ${row.code}`,
          [row.contact_person, row.phone, row.email].filter(Boolean).join(", ") || "-",
          count(row.effective_payment_days),
          row.is_active === false ? (
            <StatusBadge key="status" tone="cancelled">
              {t({ message: "Out of use", context: "a partner" })}
            </StatusBadge>
          ) : (
            <StatusBadge key="status" tone="done">
              {t({ message: "In use", context: "a partner" })}
            </StatusBadge>
          ),
          onEdit && (
            <Button
              key="edit"
              variant="default"
              size="compact-sm"
              aria-label={t`Change division ${row.name}`}
              onClick={() => onEdit(row)}
            >
              <Trans>Change</Trans>
            </Button>
          ),
        ],
      }))}
    />
  );
}

interface FormProps {
  supplier: string;
  division: Division | undefined;
  onDone: () => void;
}

function DivisionForm({ supplier, division, onDone }: FormProps) {
  const { t } = useLingui();
  const key = useActKey();
  const forget = useForget();
  const given = (value: string) => (value.trim() ? null : t`Write something here.`);
  const api = useApiForm({
    initial: {
      name: division?.name ?? "",
      code: division?.code ?? "",
      contact_person: division?.contact_person ?? "",
      phone: division?.phone ?? "",
      email: division?.email ?? "",
      payment_days: division?.payment_days == null ? "" : String(division.payment_days),
      is_active: division?.is_active ?? true,
    },
    validate: {
      name: given,
      code: given,
      payment_days: (value: string) => (/^\d{0,3}$/.test(value) ? null : t`Write a number of days, such as 14.`),
    },
    fieldOf: { DUPLICATE_CODE: "code" },
    save: (values) => {
      const body = { ...values, payment_days: values.payment_days ? Number(values.payment_days) : null };
      return saveDivision(supplier, division?.id, body, key(body));
    },
    onSaved: (saved: Division) => {
      forget();
      onDone();
      toast(t`${saved.name} is saved.`);
    },
  });
  const { form } = api;
  return (
    <FormFrame api={api} act={<Trans>Save division</Trans>} onCancel={onDone}>
      <TextInput label={t`Name`} maxLength={200} data-autofocus {...form.getInputProps("name")} />
      <TextInput label={t`Number`} maxLength={30} {...form.getInputProps("code")} />
      <TextInput label={t`Contact person (optional)`} maxLength={120} {...form.getInputProps("contact_person")} />
      <TextInput label={t`Phone (optional)`} type="tel" maxLength={40} {...form.getInputProps("phone")} />
      <TextInput label={t`E-mail (optional)`} type="email" maxLength={254} {...form.getInputProps("email")} />
      <TextInput
        label={t`Days to pay (optional)`}
        description={t`As the supplier's if left empty.`}
        inputMode="numeric"
        {...form.getInputProps("payment_days")}
      />
      {division && (
        <Checkbox
          label={t({ message: "In use", context: "a partner" })}
          {...form.getInputProps("is_active", { type: "checkbox" })}
        />
      )}
    </FormFrame>
  );
}
