import { expect, test } from "vitest";
import { type Choice, type Circumstances, choicesOf, offOf } from "./choices";
import type { TenderLine } from "./till";
import type { Way } from "./ways";

const way = (id: string, provider: string, method = "CARD"): Way => ({
  id,
  provider,
  name: id,
  method,
  networks: [],
  needs: [],
});
const stripe = way("terminal", "STRIPE");
const machine = way("machine", "MANUAL");
const line = (method: string, by?: Way): TenderLine => ({
  id: method,
  method,
  amount: "1",
  reference: "",
  ...(by ? { way: by } : {}),
});
const nobody = { hasCustomer: false, takesPoints: true };
const somebody = { hasCustomer: true, takesPoints: false };
const keys = (choices: readonly Choice[]) => choices.map(({ key }) => key);
const here: Circumstances = { online: true, grantTenders: ["CASH"], tenders: [], needsApproval: false };
const off = (choices: readonly Choice[], where: Partial<Circumstances>) =>
  choices.flatMap((choice) => {
    const why = offOf(choice, { ...here, ...where });
    return why ? [`${choice.key} ${why}`] : [];
  });

test("without providers a card is what the machine beside the till has said", () => {
  expect(keys(choicesOf([], nobody))).toEqual(["CASH", "CARD", "MOMO", "TRANSFER", "GIFT_CARD"]);
  expect(off(choicesOf([], nobody), {})).toEqual([]);
});

test("a provider takes the place of its method, and two of one method are told apart", () => {
  const choices = choicesOf([stripe, way("phone", "MTN_MOMO", "MOMO")], nobody);
  expect(keys(choices)).toEqual(["CASH", "terminal", "phone", "TRANSFER", "GIFT_CARD"]);
  expect(choices.filter((one) => one.isNamed)).toEqual([]);
  expect(choicesOf([stripe, machine], nobody).filter((one) => one.isNamed)).toHaveLength(2);
});

test("what is the customer's needs one", () => {
  expect(keys(choicesOf([], { hasCustomer: true, takesPoints: true })).slice(-3)).toEqual([
    "STORE_CREDIT",
    "LOYALTY",
    "CREDIT",
  ]);
  expect(keys(choicesOf([], somebody)).slice(-2)).toEqual(["STORE_CREDIT", "CREDIT"]);
});

test("without a connection there is what the leave allows, and neither providers nor wallets", () => {
  expect(
    off(choicesOf([stripe], { hasCustomer: true, takesPoints: true }), {
      online: false,
      grantTenders: ["CASH", "CARD"],
    }),
  ).toEqual([
    "terminal OFFLINE",
    "MOMO OFFLINE",
    "TRANSFER OFFLINE",
    "GIFT_CARD OFFLINE",
    "STORE_CREDIT OFFLINE",
    "LOYALTY OFFLINE",
  ]);
});

test("a card machine that is not connected works without a connection where the leave says so", () => {
  const choices = choicesOf([machine], nobody);
  expect(off(choices, { online: false, grantTenders: ["CASH", "CARD"] })).not.toContain("machine OFFLINE");
  expect(off(choices, { online: false, grantTenders: ["CASH"] })).toContain("machine OFFLINE");
});

test("a sale has one provider, and none beside an approval", () => {
  const choices = choicesOf([stripe, machine], nobody);
  expect(off(choices, { tenders: [line("CARD", stripe)] })).toEqual(["terminal ONE_PROVIDER", "machine ONE_PROVIDER"]);
  expect(off(choices, { tenders: [line("GIFT_CARD")] })).toEqual([]);
  expect(off(choices, { needsApproval: true })).toEqual(["terminal NEEDS_APPROVAL", "machine NEEDS_APPROVAL"]);
});
