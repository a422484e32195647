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

/** Features of which a page was opened: their words are loaded besides those that all pages share. */
const learned = new Set<string>();

async function wordsOf(folder: string, locale: Locale): Promise<Record<string, string>> {
  const load = catalogs[`/src/${folder}locales/${locale}.po`];
  return (await load?.().catch(() => undefined))?.messages ?? {};
}

/** Load and use `locale`; a catalog that can't be loaded leaves its words English. */
export async function speak(locale: Locale): Promise<void> {
  const folders = ["", ...learned];
  const loaded = await Promise.all(folders.map((folder) => wordsOf(folder, locale)));
  if (folders.length <= learned.size) return speak(locale); // another one was learned meanwhile
  i18n.loadAndActivate({ locale, messages: Object.assign({}, ...loaded) });
  document.documentElement.lang = locale;
}

/** What `load` brings, such as a page, once the words of its feature are there too. */
export async function withWords<T>(feature: string, load: () => Promise<T>): Promise<T> {
  const folder = `features/${feature}/`;
  const locale = i18n.locale as Locale;
  learned.add(folder);
  const [brought, messages] = await Promise.all([load(), wordsOf(folder, locale)]);
  i18n.load(locale, messages);
  return brought;
}

export async function chooseLocale(locale: Locale): Promise<void> {
  localStorage.setItem(KEY, locale);
  await speak(locale);
}
