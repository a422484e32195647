/**
 * The language of the screens. Words are in the code in English; `make words` gathers them into the catalogs
 * beside each feature, where they are translated. Formats follow the language, currencies the business.
 */
import { i18n } from "@lingui/core";

export const LOCALES = { en: "English", bg: "Български", fr: "Français" } as const;
export type Locale = keyof typeof LOCALES;

/** The tag that formats are made with. */
const TAGS: Record<Locale, string> = { en: "en-GB", bg: "bg-BG", fr: "fr-FR" };
const KEY = "optimapos.locale";

const catalogs = import.meta.glob<{ messages: Record<string, string> }>([
  "/src/locales/*.po",
  "/src/features/*/locales/*.po",
]);

export function chosenLocale(): Locale {
  const wanted = localStorage.getItem(KEY) ?? navigator.language.slice(0, 2);
  return wanted in LOCALES ? (wanted as Locale) : "en";
}

/** The tag for `Intl` and the page's `lang`. */
export function localeTag(): string {
  return TAGS[i18n.locale as Locale] ?? TAGS.en;
}

/** Load and use `locale`; a catalog that can't be loaded leaves its words English. */
export async function speak(locale: Locale): Promise<void> {
  const wanted = Object.entries(catalogs).filter(([path]) => path.endsWith(`/${locale}.po`));
  const loaded = await Promise.all(wanted.map(([, load]) => load().catch(() => ({ messages: {} }))));
  i18n.loadAndActivate({ locale, messages: Object.assign({}, ...loaded.map((one) => one.messages)) });
  document.documentElement.lang = locale;
}

export async function chooseLocale(locale: Locale): Promise<void> {
  localStorage.setItem(KEY, locale);
  await speak(locale);
}
