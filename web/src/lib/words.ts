/** What a refusal says to a person: by its code in the reader's language, else in the server's own words. */
import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { GOODS_WORDS } from "@/lib/goodsWords";
import type { Problem } from "@/lib/problem";
import { RETURN_WORDS } from "@/lib/returnWords";

type Told = (data: Record<string, unknown>) => MessageDescriptor;

const text = (value: unknown) => (value === undefined || value === null ? "" : String(value));

const WORDS: Record<string, Told> = {
  ...GOODS_WORDS,
  ...RETURN_WORDS,
  NETWORK_GONE: () => msg`There is no connection to the server. What you typed is kept. Try again when it is back.`,
  SERVER_FAULT: () => msg`The server had a fault. Nothing was saved. Try again; if it repeats, tell support.`,
  UNKNOWN_ANSWER: () => msg`The server gave an answer that this page does not know. Load the page again.`,
  UNEXPECTED: () => msg`This page had a fault. Nothing was saved. Load it again.`,
  SIGN_IN_FAILED: () => msg`The e-mail or the password is wrong.`,
  TOO_MANY_TRIES: () => msg`Too many tries. Wait a minute, then sign in again.`,
  NOT_AUTHENTICATED: () => msg`Your sign-in ended. Sign in again; what you typed is kept.`,
  AUTHENTICATION_FAILED: () => msg`Your sign-in ended. Sign in again; what you typed is kept.`,
  PERMISSION_DENIED: () => msg`Your role does not permit this. Ask a manager.`,
  NOT_FOUND: () => msg`This is not here, or not for you to see.`,
  BUSY: () => msg`Somebody else is changing the same thing. Try again in a moment.`,
  IN_PROGRESS: () => msg`This is already being saved. It will not be done twice.`,
  UNAVAILABLE: () => msg`The server can't reach its database. Nothing was saved. Try again in a minute.`,
  TOO_LARGE: () => msg`This is larger than the server takes.`,
  PIN_LOCKED: () => msg`Too many wrong PINs. Wait five minutes.`,
  BAD_ENROLMENT_CODE: () => msg`This code is unknown, used or older than a day. Ask for a new one.`,
  BAD_DEVICE_TOKEN: () => msg`This device is not enrolled any more. Enrol it with a new code.`,
  IN_USE: () => msg`Others refer to this, so it can't be deleted. Take it out of use instead.`,
  DUPLICATE_NAME: () => msg`Another one has this name already.`,
  DUPLICATE_RATE: () => msg`There is a rate of this category from this day on already.`,
  UNIT_FIXED: () => msg`Products are counted in this unit, so its decimals stay.`,
  GROUP_CYCLE: () => msg`A group can't be inside itself or inside one of its own groups.`,
  GROUP_TOO_DEEP: () => msg`Groups can't be nested deeper than this.`,
  PRODUCT_NOT_FOUND: () => msg`No product has this code.`,
  BAD_PHONE: () =>
    msg`This is no phone number. Check its digits, or write it with its country's prefix, such as +359 88 812 3456.`,
  BAD_VAT_NUMBER: () => msg`This is no tax number. Check its digits, or leave it empty.`,
  DUPLICATE_CODE: () =>
    msg`Another one has this number already. Write a different one, or none to get the next free one.`,
  CUSTOMER_NOT_FOUND: () => msg`There is no such customer any more.`,
  CUSTOMER_MERGED: () => msg`This customer was merged into another one. Open that one.`,
  MERGE_WITH_ITSELF: () => msg`These are the same customer. Choose another one.`,
  SUPPLIER_NOT_FOUND: () => msg`There is no such supplier any more.`,
  AMOUNT_NOT_POSITIVE: () => msg`The amount is above 0.`,
  AMOUNT_ZERO: () => msg`Zero changes nothing. Write what is added, or with a minus what is taken off.`,
  AMOUNT_TOO_PRECISE: () => msg`The amount has more decimals than the currency.`,
  ALLOCATION_TOO_LARGE: () =>
    msg`More is paid of something than is still open of it. Somebody may have paid some already.`,
  DEBT_NOT_OPEN: () => msg`One of the chosen sales is paid already. Nothing was taken. Choose again.`,
  TENDERED_TOO_LITTLE: () => msg`Less was handed over than is paid.`,
  DUE_BEFORE_START: () => msg`It can't be due before the day it is booked.`,
  UNKNOWN_CURRENCY: () => msg`This is no currency. Write its three letters, such as EUR.`,
  UNKNOWN_LOCATION: () => msg`This location is not there, or not for you. Choose another one.`,
  BAD_SCHEDULE: () => msg`The times of a day do not fit. A delivery ends after it begins.`,
  UNKNOWN_BARCODE: (data) => msg`No product has code ${text(data.barcode)}.`,
};

/** One or two sentences in the reader's language. */
export function problemText(problem: Problem): string {
  if (problem.words) return problem.words;
  const told = WORDS[problem.code];
  if (told) return i18n._(told(problem.data));
  return problem.detail || i18n._(msg`This was refused (${problem.code}).`);
}
