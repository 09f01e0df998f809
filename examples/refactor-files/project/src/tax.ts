const RATE = 0.19;

export function calc(cents: number): number {
  return Math.round(cents * (1 + RATE));
}
