import { expect, test } from "vitest";
import { elapsed, isOpen, type Stand, standOf } from "./charges";

const CASES: [status: string, outcome: string, code: string, stand: Stand][] = [
  ["CREATED", "", "", "SILENT"],
  ["CREATED", "", "PROVIDER_AWAY", "SILENT"],
  ["PENDING", "", "", "ASKING"],
  ["PENDING", "", "PROVIDER_AWAY", "SILENT"],
  ["PENDING", "", "MISMATCH", "SILENT"],
  ["SUCCEEDED", "APPLIED", "", "APPROVED"],
  ["SUCCEEDED", "UNAPPLIED", "CANCELLED", "LATE"],
  ["SUCCEEDED", "", "", "LATE"],
  ["SUCCEEDED", "REFUNDED", "", "REFUNDED"],
  ["FAILED", "", "DECLINED", "DECLINED"],
  ["EXPIRED", "", "", "EXPIRED"],
  ["CANCELLED", "", "", "CANCELLED"],
  ["SOMETHING_NEW", "", "", "SILENT"],
];

test.each(CASES)("%s %s %s is %s", (status, outcome, error_code, stand) => {
  expect(standOf({ status, outcome, error_code })).toBe(stand);
});

test("only what is asked, or unheard of, is open", () => {
  const stands = [...new Set(CASES.map(([, , , stand]) => stand))];
  expect(stands.filter(isOpen).sort()).toEqual(["ASKING", "SILENT"]);
});

test("seconds are counted up, and never below none", () => {
  expect([0, 6_999, 61_000, 750_000].map((now) => elapsed(0, now))).toEqual(["0:00", "0:06", "1:01", "12:30"]);
  expect(elapsed(5_000, 0)).toBe("0:00");
});
