/** The ways of paying, in words: of sales, refunds, shifts and reports alike. */
import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

export const METHODS: Readonly<Record<string, MessageDescriptor>> = {
  CASH: msg`Cash`,
  CARD: msg`Card`,
  MOMO: msg`Mobile money`,
  TRANSFER: msg`Bank transfer`,
  GIFT_CARD: msg`Gift card`,
  STORE_CREDIT: msg`Store credit`,
  LOYALTY: msg`Loyalty points`,
  CREDIT: msg`On account`,
  MIXED: msg`Several ways`,
  EXCHANGE: msg`Exchange of goods`,
};

const COLOURS = Object.keys(METHODS);

/** A method's own colour, the same in every chart. */
export const methodColour = (code: string) => Math.max(COLOURS.indexOf(code), 0);

export const methodWords = (code: string) => (METHODS[code] ? i18n._(METHODS[code]) : code);
