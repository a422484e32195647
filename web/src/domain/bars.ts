/**
 * Barcodes as modules, "1" a bar and "0" a space: EAN-13 (UPC-A with a zero before it), EAN-8, and Code 128 for all else.
 * After GS1 General Specifications 5.2 and ISO/IEC 15417.
 */

export interface Bars {
  kind: "EAN13" | "EAN8" | "CODE128";
  modules: string;
}

const LEFT = "0001101 0011001 0010011 0111101 0100011 0110001 0101111 0111011 0110111 0001011".split(" ");
const RIGHT = LEFT.map((code) => [...code].map((bit) => (bit === "1" ? "0" : "1")).join(""));
const EVEN = RIGHT.map((code) => [...code].reverse().join(""));
/** Which of the left digits are even (G), by the first digit, which has no bars of its own. */
const PARITY = "LLLLLL LLGLGG LLGGLG LLGGGL LGLLGG LGGLLG LGGGLL LGLGLG LGLGGL LGGLGL".split(" ");

/** Widths of bars and spaces by value; 103 to 105 begin, the last ends. */
const WIDTHS =
  "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112".split(
    " ",
  );
const START_B = 104;
const START_C = 105;
const STOP = 106;

const pick = (table: readonly string[], at: number) => table[at] ?? "";

/** Whether the last digit of a GTIN is the one that follows from the others. */
export function hasCheckDigit(code: string): boolean {
  const digits = [...code].map(Number).reverse();
  const sum = digits.reduce((total, digit, at) => total + digit * (at % 2 ? 3 : 1), 0);
  return sum % 10 === 0;
}

function ean13(code: string): string {
  const parity = pick(PARITY, Number(code[0]));
  const left = [...code.slice(1, 7)].map((digit, at) => pick(parity[at] === "G" ? EVEN : LEFT, Number(digit)));
  const right = [...code.slice(7)].map((digit) => pick(RIGHT, Number(digit)));
  return `101${left.join("")}01010${right.join("")}101`;
}

function ean8(code: string): string {
  const left = [...code.slice(0, 4)].map((digit) => pick(LEFT, Number(digit)));
  const right = [...code.slice(4)].map((digit) => pick(RIGHT, Number(digit)));
  return `101${left.join("")}01010${right.join("")}101`;
}

function code128(text: string): string {
  const isPairs = /^(\d\d)+$/.test(text);
  const values = isPairs
    ? (text.match(/\d\d/g) ?? []).map(Number)
    : [...text].map((letter) => letter.charCodeAt(0) - 32);
  const start = isPairs ? START_C : START_B;
  const check = values.reduce((sum, value, at) => sum + value * (at + 1), start) % 103;
  return [start, ...values, check, STOP]
    .map((value) => [...pick(WIDTHS, value)].map((width, at) => (at % 2 ? "0" : "1").repeat(Number(width))).join(""))
    .join("");
}

/** The bars of a code; undefined for what no scanner could read: nothing, or letters beyond ASCII. */
export function barsOf(code: string): Bars | undefined {
  if (/^\d{12,13}$/.test(code) && hasCheckDigit(code)) {
    return { kind: "EAN13", modules: ean13(code.padStart(13, "0")) };
  }
  if (/^\d{8}$/.test(code) && hasCheckDigit(code)) return { kind: "EAN8", modules: ean8(code) };
  if (!/^[ -~]{1,48}$/.test(code)) return undefined;
  return { kind: "CODE128", modules: code128(code) };
}

/** The bars as the path of an SVG, one unit a module. */
export function pathOf(modules: string, height: number): string {
  return [...modules.matchAll(/1+/g)]
    .map((run) => `M${run.index} 0h${run[0].length}v${height}h-${run[0].length}z`)
    .join("");
}
