/** What can be done at the till, by name: the list behind `>`, of which the rare ones stand under ⋯ too. */
import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { hasUpdate, update } from "@/lib/pwa";
import { DESK, type DeskAct } from "../state/desk";
import { keysOf, shownKey, TILL } from "../state/keymap";
import { startReturn } from "../state/returns";
import { isReceiptNumber } from "../state/scanned";
import { show } from "../state/till";
import { SPACE, TILL_WORDS } from "./keyWords";

/** The names that the manual calls them by; they are heard in every language. */
const IN_THE_MANUAL: Readonly<Record<string, string>> = {
  pay: "pay",
  hold: "hold",
  customer: "customer",
  coupons: "coupons",
  giftCard: "balance of a gift card",
  sellCard: "sell a gift card",
  return: "return or exchange",
  shift: "shift",
  queue: "sales",
  settings: "settings",
  keys: "keys",
};

export interface Command {
  id: string;
  words: MessageDescriptor;
  /** By which keys it is done too. */
  keys: string;
  run: () => void;
}

const byKey = (act: DeskAct, words = TILL_WORDS[act]): Command => {
  const bound = TILL.find((one) => one.act === act);
  const keys = bound ? keysOf(bound).map((key) => shownKey(key, i18n._(SPACE))) : [];
  return { id: act, words, keys: keys.join(" · "), run: DESK[act] };
};
const other = (id: string, words: MessageDescriptor, run: () => void): Command => ({ id, words, keys: "", run });

/** `>gift 25` sells one for 25. */
const sellCard = (amount = "") => other("sellCard", msg`Sell a gift card`, () => show("sellCard", amount));

/** What stands under ⋯. */
export function rareCommands(): Command[] {
  return [
    other("queue", msg`Sales of this till`, () => show("queue")),
    takeBack(),
    sellCard(),
    other("shift", msg`Shift: open, cash, close`, () => show("shift")),
    other("display", msg`Customer display`, () => {
      open("/pos/display", "optimapos-display", "popup,width=900,height=600");
    }),
    other("settings", msg`Settings of this till`, () => show("settings")),
    byKey("keys", msg`Keys`),
    ...(hasUpdate() ? [other("update", msg`Take the new version`, update)] : []),
    other("office", msg`Back office`, () => location.assign("/")),
  ];
}

const takeBack = (receipt = "") => other("return", msg`Return or exchange goods`, () => startReturn(receipt));

export function commands(): Command[] {
  return [
    byKey("pay"),
    byKey("hold"),
    byKey("customer"),
    byKey("newCustomer"),
    other("coupons", msg`Coupons`, () => show("coupons")),
    other("giftCard", msg`Balance of a gift card`, () => show("giftCard")),
    byKey("unit"),
    byKey("details"),
    byKey("remove"),
    byKey("putBack"),
    ...rareCommands(),
  ];
}

/**
 * Those in whose names each of the words begins one. An amount behind them is for those that take one, and the number of a receipt
 * for the goods that come back with it.
 */
export function commandsOf(text: string): Command[] {
  const [, word, receipt] = /^(\S+)\s+(\S+)$/.exec(text.trim()) ?? [];
  if (word && receipt && isReceiptNumber(receipt)) return called(word, [takeBack(receipt.toUpperCase())]);
  const [, before, amount] = /^(.*\S)\s+(\d+(?:[.,]\d+)?)$/.exec(text.trim()) ?? [];
  if (before && amount) return called(before, [sellCard(amount)]);
  return called(text, commands());
}

function called(text: string, among: Command[]): Command[] {
  const wanted = text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const isMeant = (command: Command) => {
    const words = `${i18n._(command.words)} ${IN_THE_MANUAL[command.id] ?? ""}`
      .toLocaleLowerCase()
      .split(/[^\p{L}\p{N}]+/u);
    return wanted.every((one) => words.some((word) => word.startsWith(one)));
  };
  return among.filter(isMeant);
}
