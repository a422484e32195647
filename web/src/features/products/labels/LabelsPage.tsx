/** Labels to print: which products, how many of each, on what, and what stands on them. */
import { useLingui as useWords } from "@lingui/react";
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button, Checkbox, Fieldset, Select, TextInput } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { IconPrinter } from "@tabler/icons-react";
import { useState } from "react";
import { useQueryState } from "@/components/list/state";
import { EmptyState } from "@/components/ui/EmptyState";
import { Notice, ProblemNotice } from "@/components/ui/Notice";
import { Page, Section } from "@/components/ui/Page";
import { useLocations } from "@/lib/names";
import { asChoices } from "@/lib/reference";
import { AddToLabels } from "./AddToLabels";
import type { Shown } from "./Label";
import { LabelRows } from "./LabelRows";
import classes from "./labels.module.css";
import { Printed, Sheets } from "./Sheets";
import { MOST_LABELS, SHEETS } from "./sheets";
import { useLabelRows } from "./useLabelRows";

const LEGEND = { legend: { marginBlockEnd: "var(--space-2)", fontSize: "1rem", fontWeight: 600 } };

interface Options extends Shown {
  sheet: string;
}

const ALL: Options = { sheet: "a4-24", name: true, price: true, unitPrice: true, barcode: true, sku: false };

export default function LabelsPage() {
  const { t } = useLingui();
  const [query] = useQueryState();
  const [options, setOptions] = useLocalStorage<Options>({ key: "optimapos.labels", defaultValue: ALL });
  const [used, setUsed] = useState("0");
  const [place, setPlace] = useState<string | null>(null);
  const rows = useLabelRows(query.products ?? "", place);
  const sheet = SHEETS.find((one) => one.id === options.sheet) ?? SHEETS[0];
  const labels = rows.rows.flatMap((row) => (row.product ? Array.from({ length: row.count }, () => row.product) : []));
  const known = labels.filter((product) => product !== undefined).slice(0, MOST_LABELS);
  const skipped = Math.min(Number.parseInt(used || "0", 10) || 0, sheet.columns * sheet.rows - 1);
  const printed = { labels: known, sheet, shown: options, used: skipped };
  return (
    <Page
      title={t`Labels`}
      back={{ to: "/products", label: t`Products` }}
      actions={
        <Button
          leftSection={<IconPrinter size={18} aria-hidden />}
          disabled={known.length === 0}
          onClick={() => window.print()}
        >
          <Plural value={known.length} _0="Print labels" one="Print # label" other="Print # labels" />
        </Button>
      }
    >
      <ProblemNotice error={rows.error} />
      {labels.length > MOST_LABELS && (
        <Notice kind="warning">
          <Trans>Only the first {MOST_LABELS} labels are printed at once.</Trans>
        </Notice>
      )}
      <div className={classes.two}>
        <div className={classes.stack}>
          <Section title={t`Products`}>
            <AddToLabels onAdd={rows.add} />
            <LabelRows rows={rows} />
          </Section>
          <Section title={t`What and on what`}>
            <OptionFields options={options} onChange={setOptions} used={used} onUsed={setUsed} />
            <PlaceField value={place} onChange={setPlace} />
          </Section>
        </div>
        <Section title={t`Preview`}>
          {known.length === 0 ? (
            <EmptyState title={t`No labels yet`}>
              <Trans>Scan or choose products: their labels show here as they will be printed.</Trans>
            </EmptyState>
          ) : (
            <section className={classes.preview} tabIndex={0} aria-label={t`Preview`}>
              <Sheets {...printed} most={sheet.rows > 1 ? 2 : 8} />
            </section>
          )}
        </Section>
      </div>
      <Printed {...printed} />
    </Page>
  );
}

interface OptionProps {
  options: Options;
  onChange: (options: Options) => void;
  used: string;
  onUsed: (used: string) => void;
}

function OptionFields({ options, onChange, used, onUsed }: OptionProps) {
  const { t } = useLingui();
  const { i18n } = useWords();
  const box = (field: keyof Shown, label: string) => (
    <Checkbox
      label={label}
      checked={options[field]}
      onChange={(event) => onChange({ ...options, [field]: event.currentTarget.checked })}
    />
  );
  return (
    <div className={classes.stack}>
      <Select
        label={t`Sheet or roll`}
        allowDeselect={false}
        data={SHEETS.map((sheet) => ({ value: sheet.id, label: i18n._(sheet.label) }))}
        value={options.sheet}
        onChange={(sheet) => sheet && onChange({ ...options, sheet })}
      />
      {options.sheet.startsWith("a4") && (
        <TextInput
          label={t`Places already used on the first sheet`}
          inputMode="numeric"
          value={used}
          onChange={(event) => onUsed(event.currentTarget.value.replace(/\D/g, ""))}
        />
      )}
      <Fieldset legend={t`On the label`} variant="unstyled" styles={LEGEND} className={classes.stack}>
        {box("name", t`Name`)}
        {box("price", t`Price`)}
        {box("unitPrice", t`Price of a kilogram`)}
        {box("barcode", t`Barcode`)}
        {box("sku", t`SKU`)}
      </Fieldset>
    </div>
  );
}

function PlaceField({ value, onChange }: { value: string | null; onChange: (place: string | null) => void }) {
  const { t } = useLingui();
  const places = useLocations().filter((place) => place.kind === "STOREFRONT");
  if (places.length < 2) return null;
  return (
    <Select
      mt="sm"
      label={t`Prices of (optional)`}
      placeholder={t`Everywhere`}
      data={asChoices(places)}
      value={value}
      onChange={onChange}
      clearable
    />
  );
}
