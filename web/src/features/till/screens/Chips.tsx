/** One of a few, each a chip to tap. */
import { Chip, Group } from "@mantine/core";
import classes from "./till.module.css";

interface Props<Value extends string> {
  label: string;
  values: readonly Value[];
  value: Value;
  word: (value: Value) => string;
  onChange: (value: Value) => void;
}

export function Chips<Value extends string>({ label, values, value, word, onChange }: Props<Value>) {
  return (
    <Chip.Group value={value} onChange={(chosen) => onChange(chosen as Value)}>
      <Group gap="xs" role="radiogroup" aria-label={label}>
        <span>{label}</span>
        {values.map((one) => (
          <Chip key={one} value={one} size="lg" classNames={{ label: classes.chip ?? "" }}>
            {word(one)}
          </Chip>
        ))}
      </Group>
    </Chip.Group>
  );
}
