/** Language and light or dark, kept on this device. */
import { useLingui } from "@lingui/react";
import { Trans, useLingui as useMacro } from "@lingui/react/macro";
import { type MantineColorScheme, Menu, useMantineColorScheme } from "@mantine/core";
import { chooseLocale, LOCALES, type Locale } from "@/lib/i18n";
import { LookButton } from "./LookButton";

export function LookMenu({ size, defaultOpened = false }: { size?: number; defaultOpened?: boolean }) {
  const { t } = useMacro();
  const { i18n } = useLingui();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const schemes = { light: t`Light`, dark: t`Dark`, auto: t`As this device` };
  return (
    <Menu defaultOpened={defaultOpened}>
      <Menu.Target>
        <LookButton {...(size ? { size } : {})} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Trans>Language</Trans>
        </Menu.Label>
        <Menu.RadioGroup value={i18n.locale} onChange={(locale) => void chooseLocale(locale as Locale)}>
          {(Object.keys(LOCALES) as Locale[]).map((locale) => (
            <Menu.RadioItem key={locale} value={locale} lang={locale} closeMenuOnClick>
              {LOCALES[locale]}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Label>
          <Trans>Colours</Trans>
        </Menu.Label>
        <Menu.RadioGroup value={colorScheme} onChange={(scheme) => setColorScheme(scheme as MantineColorScheme)}>
          {(["light", "dark", "auto"] as const).map((scheme) => (
            <Menu.RadioItem key={scheme} value={scheme} closeMenuOnClick>
              {schemes[scheme]}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
