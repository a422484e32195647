import { expect, test } from "vitest";
import { rowOf, type Told } from "./customers";

test("a customer that the feed has not brought yet has the percent that the server counts with", () => {
  const told = { id: "one", phone: "+359888123456", discount_percent: "7.50", price_group: null } as Told;
  expect(rowOf(told)).toMatchObject({ discount_percent: "7.50", price_group: null, phone_end: "3456", sites: [] });
});
