/** The form of a refund. What may come back is asked of the server; nothing above it can be typed. */
import { useLingui as useCatalog } from "@lingui/react";
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Radio, Select, Stack, Textarea } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { REASONS, WAYS } from "@/components/refunds/words";
import { FormFrame } from "@/components/ui/FormFrame";
import { useApiForm } from "@/components/ui/form";
import { Notice } from "@/components/ui/Notice";
import { toast } from "@/components/ui/toast";
import { goesNow, goesTo } from "@/domain/comingBack";
import type { Schemas } from "@/lib/api";
import { money } from "@/lib/format";
import { useActKey } from "@/lib/keys";
import { useBusiness } from "@/lib/session";
import { askRefund, type Eligibility, type Sale } from "./api";
import { Line } from "./Line";
import { type Chosen, fits, itemsOf, NOTHING, worth } from "./rules";

type Values = {
  lines: Record<string, Chosen>;
  reason: Schemas["RefundReason"] | "";
  notes: string;
  refund_method: Schemas["RefundMethod"];
};

export function AskForm({ sale, lines }: { sale: Sale; lines: readonly Eligibility[] }) {
  const { t } = useLingui();
  const { i18n } = useCatalog();
  const key = useActKey();
  const cache = useQueryClient();
  const navigate = useNavigate();
  const isPossible = (chosen: Values["lines"]) =>
    lines.every((line) => fits(chosen[line.sale_item]?.quantity ?? "", line.quantity_left));
  const api = useApiForm<Values, Schemas["WholeRefund"]>({
    initial: { lines: {}, reason: "", notes: "", refund_method: "ORIGINAL_PAYMENT" },
    validate: {
      lines: (chosen: Values["lines"]) => {
        if (!isPossible(chosen)) return t`More than is left of a line can't come back.`;
        return itemsOf(lines, chosen).length > 0 ? null : t`Say how much of which line comes back.`;
      },
      reason: (value: string) => (value ? null : t`Say why the goods come back.`),
    },
    fieldOf: {
      REFUND_TOO_MUCH: "lines",
      NOTHING_TO_REFUND: "lines",
      BAD_QUANTITY: "lines",
      SERIALS_MISMATCH: "lines",
      LOCATION_REQUIRED: "lines",
      CUSTOMER_REQUIRED: "refund_method",
    },
    save: (values) => {
      const body = {
        sale: sale.id,
        refund_method: values.refund_method,
        reason: values.reason || "OTHER",
        notes: values.notes.trim(),
        items: itemsOf(lines, values.lines),
      };
      return askRefund(body, key(body));
    },
    onSaved: (saved) => {
      cache.invalidateQueries({ queryKey: ["refunds"] });
      cache.invalidateQueries({ queryKey: ["sales"] });
      toast(t`The refund is asked for.`);
      navigate({ to: `/sales/refunds/${saved.id}` });
    },
  });
  const { form } = api;
  const { values } = form;
  const untouched: Chosen = { ...NOTHING, destination: goesTo(values.reason) };
  const change = (id: string, now: Partial<Chosen>) =>
    form.setFieldValue("lines", { ...values.lines, [id]: { ...(values.lines[id] ?? untouched), ...now } });
  const giveReason = (reason: string | null) => {
    if (!reason) return;
    const moved = Object.entries(values.lines).map(([id, line]) => [
      id,
      { ...line, destination: goesNow(line.destination, values.reason, reason) },
    ]);
    form.setValues({ reason: reason as Schemas["RefundReason"], lines: Object.fromEntries(moved) });
  };
  const all = () =>
    form.setFieldValue(
      "lines",
      Object.fromEntries(
        lines.map((line) => [line.sale_item, { ...untouched, quantity: zeroless(line.quantity_left) }]),
      ),
    );
  return (
    <FormFrame api={api} act={<Trans>Ask for refund</Trans>}>
      <div>
        <Button variant="default" size="sm" onClick={all}>
          <Trans>All that is left comes back</Trans>
        </Button>
      </div>
      <Stack gap="md" role="group" aria-label={t`What comes back`}>
        {lines.map((line) => (
          <Line
            key={line.sale_item}
            line={line}
            sold={sale.items.find((each) => each.id === line.sale_item)}
            currency={sale.currency}
            chosen={values.lines[line.sale_item] ?? untouched}
            onChange={(now) => change(line.sale_item, now)}
          />
        ))}
      </Stack>
      {form.errors.lines && <Notice kind="danger">{form.errors.lines}</Notice>}
      {isPossible(values.lines) && <Worth sale={sale} lines={values.lines} />}
      <Select
        label={t`Reason`}
        data={Object.entries(REASONS).map(([value, words]) => ({ value, label: i18n._(words) }))}
        allowDeselect={false}
        {...form.getInputProps("reason")}
        onChange={giveReason}
      />
      <Textarea label={t`In words (optional)`} maxLength={400} autosize minRows={2} {...form.getInputProps("notes")} />
      <Radio.Group label={t`How the money goes back`} {...form.getInputProps("refund_method")}>
        <Stack gap="xs" mt="xs">
          <Radio value="ORIGINAL_PAYMENT" label={i18n._(WAYS.ORIGINAL_PAYMENT)} />
          <Radio value="CASH" label={i18n._(WAYS.CASH)} />
          <Radio
            value="CREDIT_NOTE"
            label={i18n._(WAYS.CREDIT_NOTE)}
            description={sale.customer ? undefined : t`The sale has no customer: whoever has the code may pay with it.`}
          />
          <Radio
            value="EXCHANGE"
            label={i18n._(WAYS.EXCHANGE)}
            description={t`The other goods are sold for it at a till.`}
          />
        </Stack>
      </Radio.Group>
    </FormFrame>
  );
}

/** "2.000" as a person types it. */
const zeroless = (quantity: string) => {
  const plain = quantity.includes(".") ? quantity.replace(/\.?0+$/, "") : quantity;
  return plain === "0" ? "" : plain;
};

/** What it comes to, and what happens above the business's limit. */
function Worth({ sale, lines }: { sale: Sale; lines: Record<string, Chosen> }) {
  const limit = useBusiness()?.refund_limit;
  const back = worth(sale.items, lines);
  if (back === "0") return null;
  const told = money(back, sale.currency);
  return (
    <Notice kind="info">
      <Trans>About {told} goes back; what is still owed for the sale is lowered first.</Trans>{" "}
      {limit && Number.parseFloat(back) > Number.parseFloat(limit) && (
        <Trans>Above {money(limit, sale.currency)} somebody else than who asks approves it.</Trans>
      )}
    </Notice>
  );
}
