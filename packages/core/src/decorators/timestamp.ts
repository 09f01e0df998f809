/** The second that was last written out, since many calls lie in one. */
let second = Number.NaN;
let written = "";

/** A moment as in ISO 8601, to the millisecond. */
export function timestamp(ms: number): string {
  const current = Math.floor(ms / 1000);
  if (current !== second) {
    second = current;
    written = new Date(current * 1000).toISOString().slice(0, -4);
  }
  return `${written}${String(ms - current * 1000).padStart(3, "0")}Z`;
}
