/** The keys of the till, as data: presses are looked up here, and the map of the keys is drawn from here. Pure. */

export interface Bound<Act extends string> {
  act: Act;
  /** Whatever is typed. */
  always?: readonly string[];
  /** With nothing typed. */
  empty?: readonly string[];
  /** Written into the search field; `n` is a number. They are read by `entry.ts`. */
  typed?: readonly string[];
}

export type TillAct =
  | "find"
  | "quantity"
  | "discount"
  | "price"
  | "more"
  | "less"
  | "unit"
  | "above"
  | "below"
  | "first"
  | "last"
  | "pageUp"
  | "pageDown"
  | "details"
  | "remove"
  | "putBack"
  | "customer"
  | "newCustomer"
  | "number"
  | "hold"
  | "pay"
  | "commands"
  | "keys"
  | "clear";
export type TenderAct = "take" | "more" | "less" | "methodAbove" | "methodBelow" | "takeBack" | "back";
export type ChargeAct = "askAgain" | "otherMethod" | "cancel" | "serveNext";
export type DoneAct = "newSale" | "print" | "email";

export const TILL: readonly Bound<TillAct>[] = [
  { act: "find", always: ["F2"] },
  { act: "quantity", typed: ["n *"] },
  { act: "discount", typed: ["n %", "n /"] },
  { act: "price", typed: ["n ="] },
  { act: "more", empty: ["+"] },
  { act: "less", empty: ["-"] },
  { act: "unit", empty: ["*"] },
  { act: "above", empty: ["ArrowUp"] },
  { act: "below", empty: ["ArrowDown"] },
  { act: "first", empty: ["Home"] },
  { act: "last", empty: ["End"] },
  { act: "pageUp", empty: ["PageUp"] },
  { act: "pageDown", empty: ["PageDown"] },
  { act: "details", empty: [" "] },
  { act: "remove", empty: ["Delete"] },
  { act: "putBack", empty: ["Insert"] },
  { act: "customer", always: ["F4"], typed: ["@"] },
  { act: "newCustomer", always: ["Shift+F4"] },
  { act: "number", typed: ["#"] },
  { act: "hold", always: ["F8"] },
  { act: "pay", always: ["F9", "Ctrl+Enter"], empty: ["Enter"] },
  { act: "commands", typed: [">"] },
  { act: "keys", empty: ["?"] },
  { act: "clear", always: ["Escape"] },
];

export const TENDER: readonly Bound<TenderAct>[] = [
  { act: "take", always: ["Enter"] },
  { act: "more", always: ["+"] },
  { act: "less", always: ["-"] },
  { act: "methodAbove", always: ["ArrowUp"] },
  { act: "methodBelow", always: ["ArrowDown"] },
  { act: "takeBack", always: ["Delete"] },
  { act: "back", always: ["Escape"] },
];

/** While a provider is asked. */
export const CHARGE: readonly Bound<ChargeAct>[] = [
  { act: "askAgain", always: ["A"] },
  { act: "otherMethod", always: ["O"] },
  { act: "cancel", always: ["Escape"] },
  { act: "serveNext", always: ["N"] },
];

export const DONE: readonly Bound<DoneAct>[] = [
  { act: "newSale", always: ["Enter"] },
  { act: "print", always: ["P"] },
  { act: "email", always: ["E"] },
];

type Pressed = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "shiftKey">;

/** A press as the map writes it: letters by what they say, and by their place where the layout is not a Latin one. */
export function comboOf({ key, code, ctrlKey, shiftKey }: Pressed): string {
  const ctrl = ctrlKey ? "Ctrl+" : "";
  if (key.length > 1) return `${ctrl}${shiftKey ? "Shift+" : ""}${key}`;
  const place = /^Key([A-Z])$/.exec(code)?.[1];
  const isForeign = key.charCodeAt(0) > 0x7f;
  return ctrl + (isForeign && place ? place : key.toUpperCase());
}

/** What a press does; nothing where it has no meaning, or has one only with nothing typed and something is. */
export function actOf<Act extends string>(map: readonly Bound<Act>[], event: Pressed, isEmpty = true): Act | undefined {
  const combo = comboOf(event);
  return map.find(({ always, empty }) => always?.includes(combo) || (isEmpty && empty?.includes(combo)))?.act;
}

export const keysOf = ({ always = [], empty = [], typed = [] }: Bound<string>): string[] => [
  ...always,
  ...empty,
  ...typed,
];

const SHOWN: Readonly<Record<string, string>> = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  PageUp: "PgUp",
  PageDown: "PgDn",
  Delete: "Del",
  Insert: "Ins",
  Escape: "Esc",
};

/** A key as it is printed on keyboards; `space` is the language's word for the one without letters. */
export function shownKey(combo: string, space: string): string {
  if (combo === " ") return space;
  return (
    SHOWN[combo] ??
    combo
      .replace(/^n (?=[*])/, "3 ")
      .replace(/^n (?=[%/])/, "10 ")
      .replace(/^n (?==)/, "4,50 ")
  );
}
