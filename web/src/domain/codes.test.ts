// @vitest-environment node
import { describe, expect, it } from "vitest";
import { type CodePattern, checkDigit, isMisread, readCode } from "./codes";
import { golden } from "./golden";

interface Case {
  rules: string;
  code: string;
  kind: string;
  rule: string;
  item: string;
  value: string | null;
  base_code: string;
}

const vectors = golden<{ rules: Record<string, CodePattern[]>; cases: Case[] }>("code_rules");

describe("a scanned code", () => {
  it.each(vectors.cases)("$code by the rules $rules", ({ rules, code, base_code, ...told }) => {
    const { code: _, baseCode, ...read } = readCode(code, vectors.rules[rules] ?? []);
    expect({ ...read, base_code: baseCode }).toEqual({ ...told, base_code });
  });

  it("ends with the digit that its others make", () => {
    expect(checkDigit("299000000001")).toBe("9");
    expect(checkDigit("2099345")).toBe("0");
  });

  it("was misread where its check digit is wrong, and only where it has one", () => {
    expect(isMisread("2112345012341")).toBe(true);
    expect(isMisread("2112345012346")).toBe(false);
    expect(isMisread("TEA-1")).toBe(false);
    expect(isMisread("5101")).toBe(false);
  });
});
