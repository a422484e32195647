/** Adds lines like a till: a scan or an exact code is a line at once, a name is looked for; Enter does either. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Combobox, Loader, Text, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconBarcode } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, type Ref, useState } from "react";
import { Notice, ProblemNotice } from "@/components/ui/Notice";
import { asProblem } from "@/lib/problem";
import { findProducts, lookUp } from "./refs";

export interface Found {
  id: string;
  sku: string;
  name: string;
}

interface Props {
  onAdd: (product: Found, packaging: string | null) => void;
  inputRef?: Ref<HTMLInputElement>;
  label?: string;
  size?: "sm" | "md" | "lg";
  autoFocus?: boolean;
}

export function AddLine({ onAdd, inputRef, label, size = "sm", autoFocus }: Props) {
  const { t } = useLingui();
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const [text, setText] = useState("");
  const [unknown, setUnknown] = useState<string>();
  const [error, setError] = useState<unknown>();
  const [search] = useDebouncedValue(text.trim(), 200);
  const { data: found = [], isFetching } = useQuery({
    queryKey: ["products", "lines", search],
    queryFn: ({ signal }) => findProducts(search, signal),
    enabled: search.length > 1,
    placeholderData: keepPreviousData,
  });
  const add = (product: Found, packaging: string | null) => {
    onAdd(product, packaging);
    setText("");
    setUnknown(undefined);
    combobox.closeDropdown();
  };
  const enter = async () => {
    const code = text.trim();
    if (!code) return;
    setError(undefined);
    try {
      const match = await lookUp(code);
      add(match.product, match.packaging?.id ?? null);
    } catch (refused) {
      if (asProblem(refused).isOffline) return setError(refused);
      const named = await findProducts(code).catch(() => []);
      const [only] = named;
      if (named.length === 1 && only) add(only, null);
      else if (named.length === 0) setUnknown(code);
      else combobox.openDropdown();
    }
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || combobox.getSelectedOptionIndex() !== -1) return;
    event.preventDefault();
    void enter();
  };
  const words = label ?? t`Scan or type a product`;
  return (
    <div>
      <Combobox
        store={combobox}
        onOptionSubmit={(id) => {
          const product = found.find((one) => one.id === id);
          if (product) add(product, null);
        }}
      >
        <Combobox.Target>
          <TextInput
            ref={inputRef}
            aria-label={words}
            placeholder={words}
            size={size}
            data-autofocus={autoFocus}
            autoFocus={autoFocus ?? false}
            autoComplete="off"
            leftSection={<IconBarcode size={18} aria-hidden />}
            rightSection={isFetching ? <Loader size="xs" /> : undefined}
            value={text}
            onChange={(event) => {
              setText(event.currentTarget.value);
              setUnknown(undefined);
              combobox.openDropdown();
              combobox.resetSelectedOption();
            }}
            onBlur={() => combobox.closeDropdown()}
            onKeyDown={keys}
          />
        </Combobox.Target>
        <Combobox.Dropdown hidden={search.length < 2 || found.length === 0}>
          <Combobox.Options mah={300} style={{ overflowY: "auto" }} aria-label={t`Products`}>
            {found.map((product) => (
              <Combobox.Option value={product.id} key={product.id}>
                {product.name}{" "}
                <Text span size="sm" c="dimmed">
                  {product.sku}
                </Text>
              </Combobox.Option>
            ))}
          </Combobox.Options>
        </Combobox.Dropdown>
      </Combobox>
      {unknown && (
        <div style={{ marginBlockStart: 8 }}>
          <Notice kind="danger" onClose={() => setUnknown(undefined)}>
            <Trans>No product has code or name {unknown}. Nothing was added. Look for it by its name.</Trans>
          </Notice>
        </div>
      )}
      <ProblemNotice error={error} />
    </div>
  );
}
