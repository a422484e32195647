/** Language and light or dark, kept on this device. */
import { useLingui } from "@lingui/react";
import { Trans, useLingui as useMacro } from "@lingui/react/macro";
import { ActionIcon, Menu, useMantineColorScheme } from "@mantine/core";
import { IconLanguage } from "@tabler/icons-react";
import { chooseLocale, LOCALES, type Locale } from "@/lib/i18n";

export function LookMenu({ size = 40 }: { size?: number }) {
  const { t } = useMacro();
  const { i18n } = useLingui();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const schemes = { light: t`Light`, dark: t`Dark`, auto: t`As this device` };
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={size} aria-label={t`Language and colours`}>
          <IconLanguage size={22} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Trans>Language</Trans>
        </Menu.Label>
        {(Object.keys(LOCALES) as Locale[]).map((locale) => (
          <Menu.Item
            key={locale}
            lang={locale}
            role="menuitemradio"
            aria-checked={i18n.locale === locale}
            onClick={() => chooseLocale(locale)}
          >
            {LOCALES[locale]} {i18n.locale === locale && "✓"}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>
          <Trans>Colours</Trans>
        </Menu.Label>
        {(["light", "dark", "auto"] as const).map((scheme) => (
          <Menu.Item
            key={scheme}
            role="menuitemradio"
            aria-checked={colorScheme === scheme}
            onClick={() => setColorScheme(scheme)}
          >
            {schemes[scheme]} {colorScheme === scheme && "✓"}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
