/**
 * Exact decimals as Python's `decimal` has them under its default context: 28 digits, half-even beyond them, and the same
 * exponents. So a quotient that never ends is cut where the server cuts it, and every later rounding goes the same way. There is no
 * minus zero.
 *
 * Twin: `decimal.Decimal`. Amounts travel as strings; none is ever a number.
 */

const PRECISION = 28;
const POWERS: bigint[] = Array.from({ length: 80 }, (_, power) => 10n ** BigInt(power));
const LIMIT = power(PRECISION);
const FORM = /^([+-]?)(\d+)(?:\.(\d+))?$/;

export type RoundingMode = "HALF_UP" | "CEILING" | "FLOOR";

export class Decimal {
  /** The value is `units` times ten to the power of `exponent`. */
  private constructor(
    readonly units: bigint,
    readonly exponent: number,
  ) {}

  /** Throws: RangeError for text that is no plain decimal, or a number that is not whole. */
  static of(value: string | number | bigint | Decimal): Decimal {
    if (value instanceof Decimal) return value;
    if (typeof value === "bigint") return new Decimal(value, 0);
    const found = FORM.exec(typeof value === "number" && !Number.isSafeInteger(value) ? "" : String(value));
    if (!found) throw new RangeError(`${value} is not a decimal`);
    const [, sign, whole, fraction = ""] = found;
    const size = BigInt(`${whole}${fraction}`);
    return new Decimal(sign === "-" ? -size : size, -fraction.length);
  }

  /** `units` of the `places`-th decimal: 1234 with 2 is 12.34. */
  static fromUnits(units: bigint, places: number): Decimal {
    return new Decimal(units, -places);
  }

  plus(other: Decimal): Decimal {
    const shift = this.exponent - other.exponent;
    if (shift === 0) return fixed(this.units + other.units, this.exponent);
    return shift > 0
      ? fixed(this.units * power(shift) + other.units, other.exponent)
      : fixed(this.units + other.units * power(-shift), this.exponent);
  }

  minus(other: Decimal): Decimal {
    return this.plus(new Decimal(-other.units, other.exponent));
  }

  times(other: Decimal): Decimal {
    return fixed(this.units * other.units, this.exponent + other.exponent);
  }

  /** Throws: RangeError for a divisor of 0. */
  over(other: Decimal): Decimal {
    if (other.units === 0n) throw new RangeError("a division by 0");
    const ideal = this.exponent - other.exponent;
    if (this.units % other.units === 0n) return fixed(this.units / other.units, ideal);
    if (other.units === 100n) return stripped(this.units, ideal - 2, ideal);
    const shift = digits(other.units) - digits(this.units) + PRECISION + 1;
    const dividend = shift >= 0 ? this.units * power(shift) : this.units;
    const divisor = shift >= 0 ? other.units : other.units * power(-shift);
    const quotient = dividend / divisor;
    if (quotient * divisor !== dividend) {
      // Not exact: one digit more than is kept decides, and it must not look like a tie that there is none.
      const away = quotient % 5n === 0n ? (dividend < 0n === divisor < 0n ? 1n : -1n) : 0n;
      return fixed(quotient + away, ideal - shift);
    }
    return stripped(quotient, ideal - shift, ideal);
  }

  negated(): Decimal {
    return new Decimal(-this.units, this.exponent);
  }

  abs(): Decimal {
    return this.units < 0n ? this.negated() : this;
  }

  /** Below 0, 0 or above 0, as for `sort`. */
  compare(other: Decimal): number {
    const shift = this.exponent - other.exponent;
    const left = shift > 0 ? this.units * power(shift) : this.units;
    const right = shift < 0 ? other.units * power(-shift) : other.units;
    return left < right ? -1 : left > right ? 1 : 0;
  }

  equals(other: Decimal): boolean {
    return this.compare(other) === 0;
  }

  isAbove(other: Decimal): boolean {
    return this.compare(other) > 0;
  }

  isBelow(other: Decimal): boolean {
    return this.compare(other) < 0;
  }

  get isZero(): boolean {
    return this.units === 0n;
  }

  /** Above 0. */
  get isPositive(): boolean {
    return this.units > 0n;
  }

  /** Below 0. */
  get isNegative(): boolean {
    return this.units < 0n;
  }

  /** With exactly `places` decimals. A tie goes away from zero by HALF_UP. */
  quantized(places: number, mode: RoundingMode = "HALF_UP"): Decimal {
    return new Decimal(this.inUnits(places, mode), -places);
  }

  /** How many units of the `places`-th decimal it is, rounded. */
  inUnits(places: number, mode: RoundingMode = "HALF_UP"): bigint {
    const shift = this.exponent + places;
    return shift >= 0 ? this.units * power(shift) : rounded(this.units, power(-shift), mode);
  }

  /** The whole part, towards zero. */
  truncated(): bigint {
    return this.exponent >= 0 ? this.units * power(this.exponent) : this.units / power(-this.exponent);
  }

  /** How many decimals it needs; zeros at the end do not count. */
  get placesNeeded(): number {
    return this.units === 0n ? 0 : Math.max(0, -stripped(this.units, this.exponent, 0).exponent);
  }

  /** Without an exponent, with the decimals that it has. */
  toString(): string {
    const text = String(this.units < 0n ? -this.units : this.units);
    const sign = this.units < 0n ? "-" : "";
    if (this.exponent >= 0) return `${sign}${text}${this.units === 0n ? "" : "0".repeat(this.exponent)}`;
    const padded = text.padStart(1 - this.exponent, "0");
    return `${sign}${padded.slice(0, this.exponent)}.${padded.slice(this.exponent)}`;
  }

  toJSON(): string {
    return this.toString();
  }
}

export const ZERO = Decimal.of(0);
export const ONE = Decimal.of(1);
export const HUNDRED = Decimal.of(100);

/** Throws: RangeError as `Decimal.of`. */
export function decimal(value: string | number | bigint | Decimal): Decimal {
  return Decimal.of(value);
}

export function sum(values: Iterable<Decimal>, start: Decimal = ZERO): Decimal {
  let total = start;
  for (const value of values) total = total.plus(value);
  return total;
}

/** The smaller one, the first on a tie. */
export function min(first: Decimal, second: Decimal): Decimal {
  return second.isBelow(first) ? second : first;
}

/** The larger one, the first on a tie. */
export function max(first: Decimal, second: Decimal): Decimal {
  return second.isAbove(first) ? second : first;
}

function power(of: number): bigint {
  return POWERS[of] ?? 10n ** BigInt(of);
}

function digits(units: bigint): number {
  return String(units < 0n ? -units : units).length;
}

/** Cut to 28 digits, half-even. */
function fixed(units: bigint, exponent: number): Decimal {
  if (units < LIMIT && units > -LIMIT) return make(units, exponent);
  const excess = digits(units) - PRECISION;
  const divisor = power(excess);
  const quotient = units / divisor;
  const twice = (units - quotient * divisor) * 2n;
  const size = twice < 0n ? -twice : twice;
  const isUp = size > divisor || (size === divisor && quotient % 2n !== 0n);
  const cut = isUp ? quotient + (units < 0n ? -1n : 1n) : quotient;
  return cut === LIMIT || cut === -LIMIT ? make(cut / 10n, exponent + excess + 1) : make(cut, exponent + excess);
}

function make(units: bigint, exponent: number): Decimal {
  return Decimal.fromUnits(units, -exponent);
}

/** Without zeros at the end, as far as the exponent stays at most `until`. */
function stripped(units: bigint, exponent: number, until: number): Decimal {
  let [left, at] = [units, exponent];
  while (at < until && left % 10n === 0n) {
    left /= 10n;
    at += 1;
  }
  return fixed(left, at);
}

function rounded(units: bigint, divisor: bigint, mode: RoundingMode): bigint {
  const quotient = units / divisor;
  const rest = units - quotient * divisor;
  if (rest === 0n) return quotient;
  if (mode === "CEILING") return rest > 0n ? quotient + 1n : quotient;
  if (mode === "FLOOR") return rest < 0n ? quotient - 1n : quotient;
  if (rest > 0n) return rest * 2n >= divisor ? quotient + 1n : quotient;
  return -rest * 2n >= divisor ? quotient - 1n : quotient;
}
