/** What each key of the till does, in words: for the map of the keys and for the list of commands. */
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { ChargeAct, DoneAct, TenderAct, TillAct } from "../state/keymap";

export const SPACE = msg`Space`;

export const TILL_WORDS: Readonly<Record<TillAct, MessageDescriptor>> = {
  find: msg`Find, from anywhere`,
  quantity: msg`Three of the next item; alone with Enter: quantity of the line`,
  discount: msg`Discount of the line, then Enter`,
  price: msg`Price of the line, then Enter`,
  more: msg`One more`,
  less: msg`One less`,
  unit: msg`Next unit of the line`,
  above: msg`Choose the line above`,
  below: msg`Choose the line below`,
  first: msg`Choose the first line`,
  last: msg`Choose the last line`,
  pageUp: msg`Choose a line further up`,
  pageDown: msg`Choose a line further down`,
  details: msg`Price, stock and batches of the line`,
  remove: msg`Take the line out`,
  putBack: msg`Put it back`,
  customer: msg`Customer`,
  newCustomer: msg`New customer`,
  number: msg`Receipt or held cart, by its number or name`,
  hold: msg`Hold; with an empty cart: held carts`,
  pay: msg({ message: "Pay", context: "at the till" }),
  commands: msg`All commands`,
  keys: msg`This map`,
  clear: msg`Close; clear the search`,
};

export const TENDER_WORDS: Readonly<Record<TenderAct, MessageDescriptor>> = {
  take: msg`Take the amount; exact where none was typed`,
  more: msg`Next larger quick amount`,
  less: msg`Next smaller quick amount`,
  methodAbove: msg`Method above`,
  methodBelow: msg`Method below`,
  takeBack: msg`Take the last payment back`,
  back: msg`Back to the cart`,
};

export const CHARGE_WORDS: Readonly<Record<ChargeAct, MessageDescriptor>> = {
  askAgain: msg`Ask again`,
  otherMethod: msg`Other method`,
  cancel: msg({ message: "Cancel", context: "a charge" }),
  serveNext: msg`Serve the next customer`,
};

export const DONE_WORDS: Readonly<Record<DoneAct, MessageDescriptor>> = {
  newSale: msg`New sale`,
  print: msg`Print`,
  email: msg`Send the receipt`,
};
