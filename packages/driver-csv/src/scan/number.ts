const PLUS = 43;
const MINUS = 45;
const ZERO = 48;
const SPACE = 32;

/** Powers of ten that a double holds exactly. */
const POWERS: readonly number[] = Array.from({ length: 23 }, (_, power) => 10 ** power);
/** So many digits fit a double without loss. */
export const SAFE_DIGITS = 15;

/** The last number that {@link parseNumber} read: one object, because it is called for every value of a column. */
export const parsed = {
  /** Its digits as an integer with sign, exact while `digits` is at most 15. */
  mantissa: 0,
  /** How many of the digits stand behind the decimal mark. */
  scale: 0,
  digits: 0,
  /** It has an exponent. */
  exponent: false,
};

/**
 * The number in these bytes, NaN where they are no number: an optional sign, digits, an optional decimal mark with
 * digits, an optional exponent; spaces around it do not matter. No thousands separators, no currency, no words.
 */
export function parseNumber(bytes: Buffer, from: number, to: number, decimalMark: number): number {
  if (to - from <= SHORT) {
    const short = shortNumber(bytes, from, to, decimalMark);
    if (!Number.isNaN(short)) return short;
  }
  let i = from;
  let end = to;
  while (i < end && bytes[i] === SPACE) i++;
  while (end > i && bytes[end - 1] === SPACE) end--;
  if (i >= end) return Number.NaN;
  const begin = i;
  const sign = bytes[i] as number;
  if (sign === MINUS || sign === PLUS) i++;
  const firstDigit = i;
  let mantissa = 0;
  let digits = 0;
  let c = 0;
  while (i < end) {
    c = (bytes[i] as number) - ZERO;
    if (c < 0 || c > 9) break;
    mantissa = mantissa * 10 + c;
    if (mantissa !== 0) digits++;
    i++;
  }
  const whole = i - firstDigit;
  let scale = 0;
  if (i < end && bytes[i] === decimalMark) {
    i++;
    const fraction = i;
    while (i < end) {
      c = (bytes[i] as number) - ZERO;
      if (c < 0 || c > 9) break;
      mantissa = mantissa * 10 + c;
      if (mantissa !== 0) digits++;
      i++;
    }
    scale = i - fraction;
    if (scale === 0) return Number.NaN;
  } else if (whole === 0) return Number.NaN;
  parsed.exponent = false;
  if (i < end) {
    const after = exponentEnd(bytes, i, end);
    if (after !== end) return Number.NaN;
    parsed.exponent = true;
  }
  parsed.mantissa = sign === MINUS ? -mantissa : mantissa;
  parsed.scale = scale;
  parsed.digits = digits;
  if (digits <= SAFE_DIGITS && scale <= 22 && !parsed.exponent) {
    return scale === 0 ? parsed.mantissa : parsed.mantissa / (POWERS[scale] as number);
  }
  return Number(numberText(bytes, begin, end, decimalMark));
}

/** So many digits are put together in 32 bits, which is quicker. */
const SHORT = 9;

/** Most numbers: a sign, a few digits, a decimal mark. NaN for whatever has to be looked at with more care. */
function shortNumber(bytes: Buffer, from: number, to: number, decimalMark: number): number {
  const isNegative = bytes[from] === MINUS;
  let mantissa = 0;
  let mark = NONE;
  for (let i = isNegative ? from + 1 : from; i < to; i++) {
    const digit = (bytes[i] as number) - ZERO;
    if (digit >= 0 && digit <= 9) mantissa = (mantissa * 10 + digit) | 0;
    else if (digit + ZERO === decimalMark && mark === NONE) mark = i;
    else return Number.NaN;
  }
  const scale = mark === NONE ? 0 : to - mark - 1;
  const last = (bytes[to - 1] as number) - ZERO;
  // A mark or a sign at the end, or nothing at all, is no number.
  if (from >= to || last < 0 || last > 9) return Number.NaN;
  parsed.mantissa = isNegative ? -mantissa : mantissa;
  parsed.scale = scale;
  parsed.digits = SHORT;
  parsed.exponent = false;
  return scale === 0 ? parsed.mantissa : parsed.mantissa / (POWERS[scale] as number);
}

const NONE = -1;

/** The bytes of a number in the notation of JavaScript. */
export function numberText(bytes: Buffer, from: number, to: number, decimalMark: number): string {
  const text = bytes.toString("latin1", from, to).trim();
  return decimalMark === 46 ? text : text.replace(String.fromCharCode(decimalMark), ".");
}

function exponentEnd(bytes: Buffer, from: number, end: number): number {
  let i = from;
  if (((bytes[i] as number) | 0x20) !== 0x65) return from;
  i++;
  if (i < end && (bytes[i] === PLUS || bytes[i] === MINUS)) i++;
  const digits = i;
  while (i < end && (bytes[i] as number) >= ZERO && (bytes[i] as number) <= ZERO + 9) i++;
  return i === digits ? from : i;
}
