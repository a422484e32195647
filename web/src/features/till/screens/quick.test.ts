import { expect, test } from "vitest";
import { decimal } from "@/domain/decimal";
import { stepTo } from "./quick";

const AMOUNTS = ["7.20", "8", "10", "20"].map(decimal);
const step = (now: string | null, by: 1 | -1) => stepTo(AMOUNTS, now === null ? null : decimal(now), by)?.toString();

test("quick amounts are stepped through, also from one between them, and end at the ends", () => {
  expect([step("7.20", 1), step("9", 1), step("20", 1), step(null, 1)]).toEqual(["8", "10", "20", "7.20"]);
  expect([step("20", -1), step("9", -1), step("7.20", -1), step("5", -1)]).toEqual(["10", "8", "7.20", "7.20"]);
});
