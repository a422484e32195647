/** Where a price came from and why it was taken or not, in words; the codes are those of the waterfall. */
import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

const REASONS: Record<string, MessageDescriptor> = {
  LOWEST_PRICE: msg`Taken: the lowest price.`,
  FIRST_IN_PRIORITY: msg`Taken: the first in order.`,
  NOTHING_ELSE_APPLIES: msg`Taken: there is no other price.`,
  HIGHER_THAN_BEST: msg`Another price is lower.`,
  SAME_AS_BEST: msg`An earlier one is as low.`,
  LOWER_PRIORITY: msg`Another one comes first.`,
  FALLBACK_NOT_NEEDED: msg`There are prices.`,
  LESS_SPECIFIC: msg`There is a price of its own for this place or packaging.`,
  PRICE_LIST_APPLIES: msg`A price list stands before it.`,
  OTHER_PLACE: msg`It is for another place.`,
  OTHER_SALE_TYPE: msg`It is for other sales.`,
  OTHER_GROUP: msg`It is for other customers.`,
  NOT_TODAY: msg`Not on this day of the week.`,
  NOT_NOW: msg`Not at this hour.`,
  QUANTITY_TOO_SMALL: msg`The quantity is too small.`,
  QUANTITY_BELOW_STEP: msg`The quantity does not reach it.`,
  LOWER_STEP: msg`A higher step is reached.`,
  NEEDS_COUPON: msg`It needs a coupon.`,
  USED_UP: msg`It was used as often as it may be.`,
  NOT_ENOUGH_PIECES: msg`There are too few pieces.`,
  REWARD_MISSING: msg`Nothing that would be cheaper is in the basket.`,
  BASKET_TOO_SMALL: msg`The basket costs too little.`,
  NO_SAVING: msg`Nothing would be cheaper.`,
  BETTER_APPLIES: msg`Another promotion stands before it.`,
  OTHER_TAX_BASIS: msg`Its price is meant with tax and this sale's are without, or the other way round.`,
  SET_BY_HAND: msg`Taken: set by hand.`,
  OVERRIDDEN: msg`Another price was set by hand.`,
  APPLIES: msg`It applies.`,
};

const SOURCES: Record<string, MessageDescriptor> = {
  PROMOTION: msg`Promotion`,
  GROUP: msg`Price of the customer group`,
  STEP: msg`Step price`,
  BASE: msg`Base price`,
  FALLBACK: msg`Cost plus markup`,
  MANUAL: msg`Price set by hand`,
  PRICE_LIST: msg`Price list`,
};

const said = (words: Record<string, MessageDescriptor>, code: string) => {
  const told = words[code];
  return told ? i18n._(told) : code;
};

export const reasonWords = (code: string) => said(REASONS, code);
export const sourceWords = (code: string) => said(SOURCES, code);
