/** Refuses catalogs that are not up to date with the code, or that lack a word in one of the languages. */
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
if (faults.length) {
  process.stderr.write(`${faults.join("\n")}\n`);
  process.exit(1);
}
