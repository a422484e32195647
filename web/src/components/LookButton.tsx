/** What opens LookMenu. By itself, as the till shows it before the menu's code was ever needed. */
import { useLingui } from "@lingui/react/macro";
import { ActionIcon } from "@mantine/core";
import { IconLanguage } from "@tabler/icons-react";
import type { ComponentProps } from "react";

type Props = Omit<ComponentProps<"button">, "color"> & { size?: number };

export function LookButton({ size = 40, ...rest }: Props) {
  const { t } = useLingui();
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={size}
      aria-haspopup="menu"
      aria-label={t`Language and colours`}
      {...rest}
    >
      <IconLanguage size={22} />
    </ActionIcon>
  );
}
