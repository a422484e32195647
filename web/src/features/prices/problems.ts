/** Refusals that only the screens of prices meet, in words. What isn't named here is told as everywhere. */
import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { asProblem, Problem } from "@/lib/problem";

const WORDS: Record<string, () => MessageDescriptor> = {
  DUPLICATE_CODE: () => msg`Another one has this code already.`,
  BAD_PRICE_PERIOD: () => msg`The end lies before the beginning.`,
  BAD_HOURS: () => msg`Give both hours, and not the same one twice.`,
  BAD_SET: () => msg`These numbers of pieces don't make a set. A set has at least 2 pieces, or 1 and 1 more.`,
  PERCENT_TOO_LARGE: () => msg`A percentage is at most 100.`,
  PROMOTION_NOT_DRAFT: () => msg`Only a draft can be changed. End this one and draft another.`,
  PROMOTION_ENDED: () => msg`The promotion has ended.`,
  PRICE_LIST_NOT_DRAFT: () => msg`Only a draft can be changed. End this one and draft another.`,
  PRICE_LIST_EMPTY: () => msg`There are no prices on the list yet. Add some, then approve it.`,
  DUPLICATE_PRICE: () => msg`There is such a price from the same moment on already.`,
  PROPOSAL_DECIDED: () => msg`Somebody decided on one of these already. The list was read again; choose anew.`,
  PROPOSAL_OUTDATED: () => msg`Another price was set since this was proposed. The list was read again; choose anew.`,
  COUPON_NOT_NEEDED: () => msg`This promotion applies without a coupon.`,
  COUPON_REQUIRED: () => msg`Name codes, or say how many to draw.`,
  NO_PRICE: () => msg`There is no price for this, so it can't be sold.`,
  QUANTITY_NOT_COUNTABLE: () => msg`The unit of this product does not count such a quantity.`,
};

/** The same refusal with this folder's words, so that a notice tells them. */
export function inWords(error: unknown): unknown {
  if (!error) return error;
  const problem = asProblem(error);
  const told = WORDS[problem.code];
  if (!told) return error;
  return new Problem(problem.code, problem.status, problem.detail, problem.data, [], i18n._(told()));
}

/** Does it, and tells its refusal in this folder's words. Raises: Problem. */
export async function telling<T>(done: Promise<T>): Promise<T> {
  try {
    return await done;
  } catch (error) {
    throw inWords(error);
  }
}
