/** The coupons of a promotion: drawn or named, each switched off and on. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Menu, Modal, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { Column } from "@/components/list/columns";
import { ListPage } from "@/components/list/ListPage";
import { DecimalInput } from "@/components/ui/DecimalInput";
import { FormFrame } from "@/components/ui/FormFrame";
import { useApiForm } from "@/components/ui/form";
import { ProblemNotice } from "@/components/ui/Notice";
import { StatusBadge } from "@/components/ui/StatusBadge";
import { toast } from "@/components/ui/toast";
import type { Schemas } from "@/lib/api";
import { count, dateTime } from "@/lib/format";
import { type Coupon, changeCoupon, createCoupons, type Promotion, readCoupons, useFresh } from "../api";
import { inWords, telling } from "../problems";
import { fromField } from "../times";

export function Coupons({ promotion }: { promotion: Promotion }) {
  const { t } = useLingui();
  const fresh = useFresh("coupons");
  const [making, setMaking] = useState(false);
  const change = useMutation({
    mutationFn: (row: Coupon) => changeCoupon(row.id, { is_active: row.is_active === false }),
    onSuccess: fresh,
  });
  const state = (row: Coupon) => (row.is_active === false ? t`Off` : t`In use`);
  const columns: Column<Coupon>[] = [
    { id: "code", header: t`Code`, cell: (row) => <code>{row.code}</code>, text: (row) => row.code },
    {
      id: "state",
      header: t`State`,
      narrow: true,
      cell: (row) => <StatusBadge tone={row.is_active === false ? "cancelled" : "done"}>{state(row)}</StatusBadge>,
      text: state,
    },
    {
      id: "uses",
      header: t`Used`,
      figure: true,
      narrow: true,
      cell: (row) => (row.use_limit ? t`${count(row.uses)} of ${count(row.use_limit)}` : count(row.uses)),
      text: (row) => String(row.uses),
    },
    {
      id: "until",
      header: t`Until`,
      cell: (row) => (row.valid_until ? dateTime(row.valid_until) : "-"),
      text: (row) => row.valid_until ?? "",
    },
  ];
  const make = promotion.status !== "ENDED" && (
    <Button size="sm" onClick={() => setMaking(true)}>
      <Trans>Make coupons</Trans>
    </Button>
  );
  return (
    <>
      <ListPage
        bare
        id="coupons"
        title={t`Coupons`}
        columns={columns}
        fixed={{ promotion: promotion.id }}
        filters={[
          { id: "code", label: t`Code`, kind: "text" },
          { id: "is_active", label: t`Off`, kind: "toggle", value: "false" },
        ]}
        read={readCoupons}
        rowKey={(row) => row.id}
        above={
          <>
            <ProblemNotice error={inWords(change.error)} />
            <div>{make}</div>
          </>
        }
        rowMenu={(row) => (
          <Menu.Item onClick={() => change.mutate(row)}>
            {row.is_active === false ? t`Use again` : t`Switch off`}
          </Menu.Item>
        )}
        empty={{ title: t`No coupons yet`, text: t`Draw some at random, or name codes of your own.` }}
      />
      <Modal opened={making} onClose={() => setMaking(false)} title={t`Make coupons`}>
        <MakeForm promotion={promotion} onDone={() => setMaking(false)} />
      </Modal>
    </>
  );
}

const codesIn = (text: string) => text.split(/[\s,;]+/).filter(Boolean);

function MakeForm({ promotion, onDone }: { promotion: Promotion; onDone: () => void }) {
  const { t } = useLingui();
  const fresh = useFresh("coupons");
  const whole = (value: string) => (/^\d{0,4}$/.test(value) ? null : t`Write a whole number`);
  const api = useApiForm<
    { count: string; codes: string; use_limit: string; valid_until: string },
    Schemas["MadeCoupons"]
  >({
    initial: { count: "10", codes: "", use_limit: "1", valid_until: "" },
    validate: {
      count: (value: string) => (Number(value) > 1000 ? t`At most 1,000 at once` : whole(value)),
      codes: (value: string) =>
        codesIn(value).every((code) => /^[\w-]{3,40}$/.test(code))
          ? null
          : t`A code has 3 to 40 Latin letters, digits, - and _`,
      use_limit: whole,
    } as never,
    save: (values, key) =>
      telling(
        createCoupons(
          {
            promotion: promotion.id,
            count: Number(values.count || "0"),
            codes: codesIn(values.codes),
            use_limit: Number(values.use_limit || "0") || null,
            valid_until: fromField(values.valid_until),
          },
          key,
        ),
      ),
    onSaved: async (made) => {
      const figure = count(made.coupons.length);
      toast(t`Coupons made: ${figure}.`);
      await fresh();
      onDone();
    },
  });
  const { form } = api;
  return (
    <FormFrame api={api} act={<Trans>Make coupons</Trans>} onCancel={onDone}>
      <DecimalInput label={t`Drawn at random (optional)`} data-autofocus {...form.getInputProps("count")} />
      <Textarea
        label={t`Codes of your own (optional)`}
        description={t`With blanks or lines between them.`}
        autosize
        minRows={2}
        {...form.getInputProps("codes")}
      />
      <DecimalInput label={t`Each in so many sales at most (optional)`} {...form.getInputProps("use_limit")} />
      <TextInput label={t`Until (optional)`} type="datetime-local" {...form.getInputProps("valid_until")} />
    </FormFrame>
  );
}
