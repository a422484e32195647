/** A field for an amount, a quantity or a percentage: a string of digits, its unit inside the field. */
import { TextInput, type TextInputProps } from "@mantine/core";
import { asTyped, toType } from "@/lib/decimals";

interface Props extends Omit<TextInputProps, "onChange" | "value"> {
  value?: string;
  onChange?: (value: string) => void;
  /** Such as "€", "%" or "kg". */
  unit?: string | undefined;
}

export function DecimalInput({ value = "", onChange, unit, ...rest }: Props) {
  return (
    <TextInput
      inputMode="decimal"
      autoComplete="off"
      {...rest}
      value={toType(value)}
      onChange={(event) => onChange?.(asTyped(event.currentTarget.value))}
      {...(unit && {
        rightSection: <span style={{ color: "var(--muted)", fontSize: "0.875rem" }}>{unit}</span>,
        rightSectionWidth: `${Math.max(unit.length * 0.6 + 1, 2)}rem`,
        rightSectionPointerEvents: "none",
      })}
      styles={{ input: { textAlign: "end", fontVariantNumeric: "tabular-nums" } }}
    />
  );
}
