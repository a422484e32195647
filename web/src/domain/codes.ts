/**
 * How a scanned code is read: a business's ordered rules, of which the first that fits says what the code is. See
 * docs/algorithms/scanned-codes.md.
 *
 * Twin: tills/rules/codes.py; tests/golden/code_rules.json holds both.
 */

export type CodeKind = "WEIGHT" | "PRICE" | "COUPON" | "CUSTOMER" | "CASHIER" | "RECEIPT" | "VOUCHER" | "PRODUCT";
export type Symbology = "ANY" | "EAN13" | "EAN8" | "UPCA";

/** A rule; the form of its pattern is told in the docs. Of a GTIN it says all digits but the last. */
export interface CodePattern {
  kind: CodeKind;
  pattern: string;
  symbology: Symbology;
  name: string;
}

/**
 * What a code is. `item`: what stood for dots and the star; `value`: kilograms or money; `baseCode`: the code with a value of
 * 0, which such a product has as its barcode. A code that no rule fits is a product's, as it is.
 */
export interface Reading {
  kind: CodeKind;
  code: string;
  rule: string;
  item: string;
  value: string | null;
  baseCode: string;
}

const DIGITS: Readonly<Record<Symbology, number | null>> = { ANY: null, EAN13: 13, EAN8: 8, UPCA: 12 };
const GTIN = /^(?:\d{8}|\d{12,13})$/;
const PARTS = /([A-Za-z0-9/_:-]+)|(\.+)|\{(N+D*)\}|(\*)$/g;

/** What a code is by the first rule that fits. */
export function readCode(code: string, rules: readonly CodePattern[]): Reading {
  const text = code.trim();
  for (const rule of rules) {
    const reading = readBy(text, rule);
    if (reading) return reading;
  }
  return { kind: "PRODUCT", code: text, rule: "", item: text, value: null, baseCode: text };
}

/** Whether a code has the form of a GTIN and a wrong check digit: it was misread, or mistyped. */
export function isMisread(code: string): boolean {
  const text = code.trim();
  return GTIN.test(text) && !isValid(text);
}

/** The last digit of a GTIN, from those before it. */
export function checkDigit(body: string): string {
  let total = 0;
  for (const [place, digit] of [...body].reverse().entries()) total += Number(digit) * (place % 2 ? 1 : 3);
  return String((10 - (total % 10)) % 10);
}

function isValid(gtin: string): boolean {
  return gtin.endsWith(checkDigit(gtin.slice(0, -1)));
}

function readBy(code: string, rule: CodePattern): Reading | null {
  const length = DIGITS[rule.symbology];
  if (length && (code.length !== length || !GTIN.test(code) || !isValid(code))) return null;
  const body = length ? code.slice(0, -1) : code;
  const { form, shape } = compiled(rule.pattern);
  const found = form.exec(body);
  if (!found) return null;
  const [start, end] = found.indices?.groups?.value ?? [0, 0];
  const base = body.slice(0, start) + "0".repeat(end - start) + body.slice(end);
  const { value, ...parts } = { ...found.groups };
  return {
    kind: rule.kind,
    code,
    rule: rule.name,
    item: Object.values(parts).join(""),
    value: value === undefined ? null : number(value, shape),
    baseCode: base + (length ? checkDigit(base) : ""),
  };
}

const known = new Map<string, { form: RegExp; shape: string }>();

function compiled(pattern: string): { form: RegExp; shape: string } {
  const before = known.get(pattern);
  if (before) return before;
  let made = "";
  let shape = "";
  for (const [, text, any, value] of pattern.matchAll(PARTS)) {
    if (text) made += text.replace(/[/-]/g, "\\$&");
    else if (any) made += `(?<any${made.length}>[0-9A-Za-z]{${any.length}})`;
    else if (value) {
      made += `(?<value>[0-9]{${value.length}})`;
      shape = value;
    } else made += "(?<rest>.+)";
  }
  const one = { form: new RegExp(`^${made}$`, "d"), shape };
  known.set(pattern, one);
  return one;
}

/** `01234` in the shape `NNDDD` is 1.234. */
function number(digits: string, shape: string): string {
  const decimals = shape.length - shape.replaceAll("D", "").length;
  const whole = digits.slice(0, digits.length - decimals).replace(/^0+(?=\d)/, "");
  return decimals ? `${whole}.${digits.slice(-decimals)}` : whole;
}
