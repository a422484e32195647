/** Refusals of what is paid otherwise than by cash: cards and phones through providers, and what the shop owes. */
import { useLingui } from "@lingui/react/macro";
import { date, money } from "@/lib/format";
import type { Problem } from "@/lib/problem";
import { useTill } from "../state/till";

export function useTenderWords(): (problem: Problem) => string | null {
  const { t } = useLingui();
  const currency = useTill((state) => state.memory?.settings.business.currency ?? "EUR");
  const text = (value: unknown) => (value === undefined || value === null ? "" : String(value));
  const cash = (value: unknown) => (value === undefined || value === null ? "" : money(text(value), currency));
  const ofWallet = ({ code, data }: Problem): string | null => {
    switch (code) {
      case "WALLET_CODE_WRONG":
        return t`This is not the code of a card. Look at its 20 letters and digits again.`;
      case "WALLET_NOT_FOUND":
        return t`There is no such card. Look at its code again, or take another method.`;
      case "WALLET_BALANCE_TOO_LOW":
        return t`Only ${cash(data.balance)} of ${cash(data.asked)} is there. Take it back, look the card up again, and take the rest by another method.`;
      case "WALLET_BLOCKED":
        return t`This card is blocked. Take another method.`;
      case "WALLET_EXPIRED":
        return data.expires_on
          ? t`This card expired on ${date(text(data.expires_on))}. Take another method.`
          : t`This card has expired. Take another method.`;
      case "WALLET_NAMED_TWICE":
        return t`This card is among the payments already. Take that one back to take another amount.`;
      case "WALLET_KIND_WRONG":
        return t`This is a credit note. Only gift cards are loaded.`;
      case "GIFT_CARD_AMOUNT_OUT_OF_RANGE":
        return t`A card is sold for ${cash(data.smallest)} to ${cash(data.largest)}.`;
      case "GIFT_CARD_NOT_IN_COINS":
        return t`There are no coins for ${cash(data.amount)}. Sell it for ${cash(data.nearest)}, or take another method.`;
      case "GIFT_CARD_SPENT":
        return t`Only ${cash(data.left)} of ${cash(data.amount)} is left of it, so it can't be taken back.`;
      case "GIFT_CARD_LOADED_SINCE":
        return t`The card was loaded since. Take that back first.`;
      case "GIFT_CARD_VOIDED":
        return t`It was taken back already.`;
      case "GIFT_CARD_OTHER_SHIFT":
        return t`A card is taken back at the till that sold it, in the same shift. Somebody in the back office can correct it.`;
      case "TENDER_NEEDS_CONNECTION":
        return t`This needs a connection: nobody else can tell what is left. Cash works.`;
      case "LOYALTY_NOT_ACTIVE":
        return t`Points are not taken at the moment.`;
      case "POINTS_MOST":
        return t`Points pay at most ${cash(data.balance)} of this sale.`;
      case "POINTS_SHARE_TOO_LARGE":
        return t`Points pay at most ${cash(data.most)} of this sale.`;
      case "POINTS_TOO_FEW":
        return t`At least ${text(data.minimum)} points are spent at once; these are ${text(data.points)}.`;
      case "POINTS_NOT_WHOLE":
        return t`A point is worth ${text(data.point_value)}, and only whole ones are taken.`;
      default:
        return null;
    }
  };
  const ofProvider = ({ code }: Problem): string | null => {
    switch (code) {
      case "PROVIDER_APPROVAL":
        return t`This sale needs an approval, and a provider can't be waited for with one. Take cash, or take the discount back.`;
      case "PHONE_REQUIRED":
        return t`Type the phone of the customer, who agrees on it.`;
      case "NETWORK_REQUIRED":
        return t`Choose the network of the phone.`;
      case "EMAIL_REQUIRED":
        return t`Type the customer's e-mail address: the provider needs it.`;
      case "REFERENCE_REQUIRED":
        return t`Type the number that is printed on the slip.`;
      case "NO_PROVIDER_ACCOUNT":
      case "ACCOUNT_CLOSED":
        return t`This payment is not taken here any more. Take another method.`;
      case "INTENT_OPEN":
        return t`A payment is being asked for this sale already, at another till. Nothing was charged here.`;
      case "NOT_SETTLED":
        return t`The server does not have all of this cart yet. Nothing was charged. Try again.`;
      default:
        return null;
    }
  };
  return (problem) => ofWallet(problem) ?? ofProvider(problem);
}
