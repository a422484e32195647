/** Refusals that only the screens of products meet, in words. What isn't named here is told as everywhere. */
import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { quantity } from "@/lib/format";
import { asProblem, Problem } from "@/lib/problem";

const text = (value: unknown) => String(value ?? "");

const WORDS: Record<string, (data: Record<string, unknown>) => MessageDescriptor> = {
  DUPLICATE_CODE: () => msg`Another one has this code already.`,
  DUPLICATE_SKU: () =>
    msg`Another product has this SKU. Choose another one, or leave it empty: the next free one is drawn.`,
  DUPLICATE_PLU: () => msg`Another product has this PLU.`,
  DUPLICATE_BARCODE: () => msg`This barcode is on another product or packaging already. Nothing was added.`,
  DUPLICATE_PACKAGING: () => msg`The product has a packaging of this name already.`,
  BAD_PLU: () => msg`A PLU has four or five digits and does not begin with 0.`,
  BAD_BARCODE: (data) =>
    data.check_digit
      ? msg`The last digit of ${text(data.code)} would have to be ${text(data.check_digit)}. Scan it again, or check what you typed.`
      : msg`A barcode has 1 to 48 Latin letters, digits and signs.`,
  LIFE_CYCLE_FORBIDS: () => msg`At this stage the product is not changed any more. Put it on sale again first.`,
  STOCK_REMAINS: (data) =>
    msg`There are still ${quantity(text(data.stock_on_hand))} in stock. Sell them, move them or write them off first.`,
  NOT_A_PICTURE: () => msg`This file is no picture, or it is damaged. Choose another one.`,
  PICTURE_TYPE_REFUSED: () => msg`This kind of file is not taken. Save the picture as JPEG, PNG, WebP or GIF.`,
  TOO_MANY_PIXELS: (data) =>
    msg`The picture has more than ${quantity(text(data.max_pixels))} pixels. Make it smaller and choose it again.`,
  TOO_MANY_PICTURES: (data) =>
    msg`A product has at most ${text(data.max_pictures)} pictures. Remove one, then add this one again.`,
  NO_COST: () => msg`There is no purchase cost yet to work a price out of. Set a fixed price.`,
};

/** The same refusal with this folder's words, so that a notice tells them. */
export function inWords(error: unknown): unknown {
  if (!error) return error;
  const problem = asProblem(error);
  const told = WORDS[problem.code];
  if (!told) return error;
  return new Problem(problem.code, problem.status, problem.detail, problem.data, [], i18n._(told(problem.data)));
}

/** Does it, and tells its refusal in this folder's words. Raises: Problem. */
export async function telling<T>(done: Promise<T>): Promise<T> {
  try {
    return await done;
  } catch (error) {
    throw inWords(error);
  }
}
