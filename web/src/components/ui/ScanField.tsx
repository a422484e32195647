/** A field for a scanner, or for who types a code: Enter takes it, empties the field and keeps it for the next one. */
import { TextInput, type TextInputProps } from "@mantine/core";
import { IconBarcode } from "@tabler/icons-react";
import { useState } from "react";

interface Props extends Omit<TextInputProps, "onChange" | "value" | "onKeyDown"> {
  onScan: (code: string) => void;
}

export function ScanField({ onScan, ...rest }: Props) {
  const [text, setText] = useState("");
  return (
    <TextInput
      leftSection={<IconBarcode size={18} aria-hidden />}
      autoComplete="off"
      spellCheck={false}
      {...rest}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== "Enter") return;
        event.preventDefault();
        const code = text.trim();
        setText("");
        if (code) onScan(code);
      }}
    />
  );
}
