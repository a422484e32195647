/** A new rule. It is tried before the others. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Select, TextInput } from "@mantine/core";
import { FormFrame } from "@/components/ui/FormFrame";
import { type ApiForm, useApiForm } from "@/components/ui/form";
import type { CodeKind, CodePattern, Symbology } from "@/domain/codes";
import { SYMBOLOGIES, useCodeWords } from "./words";

const NUMBER = "{NNDDD}";

interface Props {
  onCancel: () => void;
  save: (rule: CodePattern) => Promise<void>;
}

export function RuleForm({ onCancel, save }: Props) {
  const { t } = useLingui();
  const words = useCodeWords();
  const api: ApiForm<{ name: string; kind: string; symbology: string; pattern: string }> = useApiForm({
    initial: { name: "", kind: "WEIGHT", symbology: "EAN13", pattern: "" },
    validate: {
      name: (value: string) => (value.trim() ? null : t`Write a name.`),
      pattern: (value: string) => (value.trim() ? null : t`Write the pattern.`),
    },
    save: ({ name, kind, symbology, pattern }) =>
      save({ name, kind: kind as CodeKind, symbology: symbology as Symbology, pattern: pattern.trim() }),
    fieldOf: { BAD_CODE_PATTERN: "pattern" },
  });
  const field = api.form.getInputProps;
  const kinds = Object.entries(words.kinds).map(([value, label]) => ({ value, label }));
  const symbologies = Object.keys(SYMBOLOGIES).map((value) => ({
    value,
    label: words.symbology(value as Symbology),
  }));
  return (
    <FormFrame api={api} act={t`Add rule`} onCancel={onCancel}>
      <TextInput label={t`Name`} maxLength={60} data-autofocus {...field("name")} />
      <Select label={t`What it is`} allowDeselect={false} data={kinds} {...field("kind")} />
      <Select label={t`Printed as`} allowDeselect={false} data={symbologies} {...field("symbology")} />
      <TextInput
        label={t`Pattern`}
        maxLength={48}
        description={
          <Trans>
            Digits as they are, a dot for any digit, {NUMBER} for a number with so many digits before and after the
            point, * at the end for any rest. Of EAN and UPC all digits but the last.
          </Trans>
        }
        placeholder="21.....{NNDDD}"
        {...field("pattern")}
      />
    </FormFrame>
  );
}
