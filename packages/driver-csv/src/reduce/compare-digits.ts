/** Compares numbers that doubles may not tell apart, in the notation of JavaScript. */
export function compareDigits(one: string, other: string): number {
  const difference = Number(one) - Number(other);
  if (difference !== 0) return difference;
  const exact = /^[+-]?\d*\.?\d*$/;
  if (!exact.test(one) || !exact.test(other)) return 0;
  const scale = Math.max(decimals(one), decimals(other));
  const left = units(one, scale);
  const right = units(other, scale);
  return left < right ? -1 : left > right ? 1 : 0;
}

function decimals(text: string): number {
  const point = text.indexOf(".");
  return point < 0 ? 0 : text.length - point - 1;
}

function units(text: string, scale: number): bigint {
  const digits = text.replace("+", "").replace(".", "") + "0".repeat(scale - decimals(text));
  return BigInt(digits);
}
