/**
 * What is typed into the search field: an operator behind a bare number (`3*` quantity, `10%` or `10/` discount, `4,50=` price), a
 * prefix (`>` commands, `@` customer, `#` a number), or words. Pure.
 */

export type Prefix = ">" | "@" | "#";

export type Entry =
  | { kind: "quantity"; value: string; rest: string }
  | { kind: "percent"; value: string }
  | { kind: "price"; value: string }
  | { kind: "prefix"; prefix: Prefix; rest: string }
  | { kind: "text"; value: string };

const FORM = /^(\d+(?:[.,]\d+)?)\s*([*%/=])\s*(.*)$/;
const PREFIXED = /^([>@#])\s*(.*)$/;

/** More characters behind `%`, `/` or `=` make it a search again: `12/5` is a number that a product may have. */
export function parsed(text: string): Entry {
  const [, prefix, after] = PREFIXED.exec(text.trim()) ?? [];
  if (prefix) return { kind: "prefix", prefix: prefix as Prefix, rest: after ?? "" };
  const found = FORM.exec(text.trim());
  const [, number, operator, rest] = found ?? [];
  if (!number || !operator) return { kind: "text", value: text };
  const value = number.replace(",", ".");
  if (operator === "*") return { kind: "quantity", value, rest: rest ?? "" };
  if (rest) return { kind: "text", value: text };
  return { kind: operator === "=" ? "price" : "percent", value };
}
