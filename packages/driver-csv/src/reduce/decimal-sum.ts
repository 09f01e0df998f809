import { numberText, parsed } from "../scan/number.ts";

const LARGEST = Number.MAX_SAFE_INTEGER;

/** What a {@link DecimalSum} knows, as plain data. */
export interface DecimalSumState {
  readonly sums: readonly number[];
  readonly carried: readonly bigint[];
  readonly inexact: number;
  readonly isExact: boolean;
}

/**
 * The sum of decimal numbers without rounding: 0.1 and 0.2 are 0.3. Numbers of one scale are added as integers, in
 * doubles while those are exact and then carried over to big integers. Only numbers with an exponent are added as
 * doubles; the sum then says that it is not exact.
 */
export class DecimalSum {
  /** By scale: the integers added since the last carry. */
  readonly #sums: number[] = [];
  readonly #carried: bigint[] = [];
  #inexact = 0;
  #isExact = true;

  /** Adds what `parseNumber` has just read from these bytes. */
  addParsed(value: number, bytes: Buffer, from: number, to: number, decimalMark: number): void {
    const { scale, mantissa } = parsed;
    if (parsed.exponent) {
      this.#inexact += value;
      this.#isExact = false;
    } else if (parsed.digits <= 15) this.#add(mantissa, scale);
    else
      this.#carry(BigInt(numberText(bytes, from, to, decimalMark).replace(".", "").replace("+", "")), scale);
  }

  #add(mantissa: number, scale: number): void {
    const sums = this.#sums;
    while (sums.length <= scale) sums.push(0);
    const sum = (sums[scale] as number) + mantissa;
    if (sum <= LARGEST && sum >= -LARGEST) sums[scale] = sum;
    else {
      this.#carry(BigInt(sums[scale] as number), scale);
      sums[scale] = mantissa;
    }
  }

  #carry(amount: bigint, scale: number): void {
    while (this.#carried.length <= scale) this.#carried.push(0n);
    this.#carried[scale] = (this.#carried[scale] ?? 0n) + amount;
  }

  state(): DecimalSumState {
    return {
      sums: this.#sums,
      carried: this.#carried,
      inexact: this.#inexact,
      isExact: this.#isExact,
    };
  }

  merge({ sums, carried, inexact, isExact }: DecimalSumState): void {
    sums.forEach((sum, scale) => {
      this.#add(sum, scale);
    });
    carried.forEach((sum, scale) => {
      this.#carry(sum, scale);
    });
    this.#inexact += inexact;
    this.#isExact &&= isExact;
  }

  get isExact(): boolean {
    return this.#isExact;
  }

  /** The sum in digits. */
  text(): string {
    const scale = Math.max(this.#sums.length, this.#carried.length, 1) - 1;
    let total = 0n;
    for (let at = 0; at <= scale; at++) {
      const amount = BigInt(this.#sums[at] ?? 0) + (this.#carried[at] ?? 0n);
      total += amount * 10n ** BigInt(scale - at);
    }
    const text = decimalText(total, scale);
    return this.#isExact ? text : String(Number(text) + this.#inexact);
  }

  /** The sum as the nearest double. */
  number(): number {
    return Number(this.text());
  }
}

/** `1234` of scale 2 is `12.34`; zeros at the end of a fraction say nothing and are left out. */
function decimalText(units: bigint, scale: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, "0");
  const fraction = scale === 0 ? "" : digits.slice(-scale).replace(/0+$/, "");
  const whole = scale === 0 ? digits : digits.slice(0, -scale);
  return `${units < 0n ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}

/** Digits as JSON can carry them: a number where it holds every digit, else the digits as text. */
export function exactJson(digits: string): number | string {
  const value = Number(digits);
  const plain = digits.replace(/^\+/, "").replace(/^(-?)\./, "$10.");
  const shortest = plain.includes(".") ? plain.replace(/\.?0+$/, "") : plain;
  if (value === 0) return 0;
  const isSafe = Math.abs(value) <= LARGEST;
  return isSafe && String(value) === shortest ? value : digits;
}
