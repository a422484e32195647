import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ADVICE, FLAGS } from "./words";

const described = readFileSync("../docs/algorithms/offline.md", "utf8");

/** The codes in the first column of a table. */
function codesOf(heading: string): string[] {
  const table = described.slice(described.indexOf(heading)).split("\n\n")[0] ?? "";
  const first = table
    .split("\n")
    .slice(2)
    .map((row) => row.split("|")[1] ?? "");
  return first.flatMap((cell) => [...cell.matchAll(/`([A-Z_]+)`/g)].map((code) => code[1] ?? ""));
}

test("every flag of an offline sale has words, and no words have no flag", () => {
  expect(Object.keys(FLAGS).sort()).toEqual(codesOf("| flag | why |").sort());
});

test("what can be done is told for every code that offline sales alone have", () => {
  const checkouts = ["CURRENCY_DIFFERS", "METHOD_NOT_AVAILABLE", "UNDERPAID", "OVERPAID", "VALIDATION_FAILED"];
  expect(Object.keys(ADVICE).sort()).toEqual(
    codesOf("| `code` of `NEEDS_REVIEW` |")
      .filter((code) => !checkouts.includes(code) && code !== "NEEDS_REVIEW")
      .sort(),
  );
});
