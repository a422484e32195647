/** How much a packaging holds: a fraction of whole numbers on the wire, a decimal on the screen. */
import Big from "big.js";
import type { Packaging } from "./api";

/** `1.5` is 3/2; undefined for what is no quantity above zero with at most six decimals. */
export function factorOf(holds: string): { factor_num: number; factor_den: number } | undefined {
  const value = /^\d+(\.\d{1,6})?$/.test(holds) ? new Big(holds) : new Big(0);
  if (value.lte(0) || value.gt(1_000_000)) return undefined;
  const places = holds.split(".")[1]?.length ?? 0;
  let num = BigInt(value.times(new Big(10).pow(places)).toFixed(0));
  let den = 10n ** BigInt(places);
  const shared = greatestCommon(num, den);
  num /= shared;
  den /= shared;
  return { factor_num: Number(num), factor_den: Number(den) };
}

function greatestCommon(one: bigint, other: bigint): bigint {
  return other === 0n ? one : greatestCommon(other, one % other);
}

export function heldBy(packaging: Packaging): string {
  return new Big(packaging.factor_num)
    .div(packaging.factor_den ?? 1)
    .round(6)
    .toString();
}
