/**
 * Refuses catalogs that are not up to date with the code, that lack a word in one of the languages, or that translate
 * the same words differently: what a page loads stands beside all that was loaded before, so the last one would win
 * everywhere. Two meanings of one English word need a `context`.
 */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

const files = readdirSync("src", { recursive: true, withFileTypes: true })
  .filter((entry) => entry.name.endsWith(".po"))
  .map((entry) => `${entry.parentPath}/${entry.name}`);
const messages = (file) => readFileSync(file, "utf8").replace(/"POT-Creation-Date.*\n/, "");
const before = new Map(files.map((file) => [file, messages(file)]));
execFileSync("node_modules/.bin/lingui", ["extract", "--clean"], { stdio: "ignore" });

const faults = files.flatMap((file) => {
  const now = messages(file);
  if (now !== before.get(file)) return [`${file} was not up to date: make words`];
  if (file.endsWith("/en.po")) return [];
  const missing = now
    .split("\n\n")
    .filter((entry) => /^msgid "./m.test(entry) && /^msgstr ""$/m.test(entry) && !/^msgstr ""\n"/m.test(entry));
  return missing.length ? [`${file} lacks ${missing.length} translations`] : [];
});
/** One field of an entry, which may be written over several lines. */
const told = (entry, field) =>
  entry
    .match(new RegExp(`^${field} ("(?:.*)"(?:\n"(?:.*)")*)`, "m"))?.[1]
    .split("\n")
    .map((line) => line.slice(1, -1))
    .join("");
/** By language and by words with their context: the translations, each with the catalogs that have it. */
const glossary = new Map();
for (const file of files) {
  for (const entry of messages(file).split("\n\n")) {
    const words = told(entry, "msgid");
    if (!words || entry.startsWith("#~")) continue;
    const key = [file.slice(-5, -3), words, told(entry, "msgctxt") ?? ""].join("\u0000");
    const meant = told(entry, "msgstr");
    const known = glossary.get(key) ?? new Map();
    glossary.set(key, known.set(meant, [...(known.get(meant) ?? []), file]));
  }
}
for (const [key, known] of glossary) {
  if (known.size < 2) continue;
  const [language, words] = key.split("\u0000");
  const each = [...known].map(([meant, where]) => `"${meant}" in ${where.join(", ")}`);
  faults.push(`"${words}" is translated differently (${language}): ${each.join("; ")}`);
}
if (faults.length) {
  process.stderr.write(`${faults.join("\n")}\n`);
  process.exit(1);
}
